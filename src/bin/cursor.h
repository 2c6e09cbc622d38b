/*
 * cursor.h
 *		The file that keeps how far a listener is.
 *
 * It holds one line, the cursor of complaint.events().  It is replaced as a
 * whole (written beside it, synced, renamed), so that after a crash there is
 * either the old or the new one; and it is locked, so that no second listener
 * moves it.
 */
#ifndef LISTEN_CURSOR_H
#define LISTEN_CURSOR_H

/*
 * Opens or makes the file, and proves that it can be written.  Returns the
 * cursor in it, which the caller frees, or null if it is empty.
 */
extern char *cursor_open(const char *path);

/* Nothing is done if there is no file or the cursor is in it already. */
extern void cursor_save(const char *cursor);

#endif							/* LISTEN_CURSOR_H */
