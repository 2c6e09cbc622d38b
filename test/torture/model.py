"""What a client believes of its own rows, through savepoints, transactions and
prepared transactions.  A row is known by table and number; its value ends with
the table that holds it and with that table's file, which changes when somebody
truncates it: so a client knows in the end which of its rows are gone, though
nobody told it.
"""


class Model:
    def __init__(self):
        self.rows = {}
        self.undo = []          # pairs of key and what was there before
        self.marks = []         # savepoints: pairs of name and where in undo they begin

    def set(self, key, value):
        self.undo.append((key, self.rows.get(key)))
        if value is None:
            self.rows.pop(key, None)
        else:
            self.rows[key] = value

    def truncate(self, parts):
        for key in [key for key, value in self.rows.items() if value[-2] in parts]:
            self.set(key, None)

    def savepoint(self, name):
        self.marks.append((name, len(self.undo)))

    def _undo_to(self, mark):
        while len(self.undo) > mark:
            key, value = self.undo.pop()
            if value is None:
                self.rows.pop(key, None)
            else:
                self.rows[key] = value

    def back(self, name):
        """ROLLBACK TO that savepoint, which stays."""
        while self.marks[-1][0] != name:
            self.marks.pop()
        self._undo_to(self.marks[-1][1])

    def release(self, name):
        while self.marks.pop()[0] != name:
            pass

    def commit(self):
        self.undo.clear()
        self.marks.clear()

    def rollback(self):
        self._undo_to(0)
        self.marks.clear()

    def prepare(self):
        """Takes the transaction's changes aside; what apply() will do."""
        changes = {key: self.rows.get(key) for key, _ in self.undo}
        self.rollback()
        return changes

    def apply(self, changes):
        for key, value in changes.items():
            self.set(key, value)
        self.commit()
