"""The settings of a run, the statistics of its rounds and the figures it ends with.

A ratio is the median of the rounds' ratios, with the 95% interval of a median
(order statistics: at least 95%, no assumption on the noise).  A bar holds unless
the whole interval lies on its wrong side.

The file baseline holds the figures of an earlier run that mean the same on
every machine: ratios, instructions, bytes.  One that is more than TOLERANCE
times worse is a regression.  SAVE=1 writes those of this run into the file.
"""
import math
import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))
BASELINE = os.path.join(HERE, "baseline")
TOLERANCE = 1.1
QUICK = bool(os.environ.get("QUICK"))


def setting(name, full, quick):
    return type(full)(os.environ.get(name, quick if QUICK else full))


def median(values):
    ordered = sorted(values)
    n = len(ordered)
    return (ordered[(n - 1) // 2] + ordered[n // 2]) / 2


def interval(values):
    """The 95% interval of the median: the narrowest pair of order statistics
    that holds it with at least that probability; all of them if few."""
    ordered = sorted(values)
    n = len(ordered)
    low = 0
    below = 0.0
    for k in range(n // 2):
        below += math.comb(n, k) / 2 ** n
        if 2 * below > 0.05:
            break
        low = k
    return ordered[low], ordered[n - 1 - low]


def interleave(names, rounds, run, begin=lambda number: None):
    """Values of run(round, name) by name; begin(round) comes before each round.
    Each begins with another name, and every second goes backwards, so that a
    drift favours nobody."""
    values = {name: [] for name in names}
    width = max(10, *(len(name) for name in names))
    print("  round  " + "  ".join(f"{name:>{width}}" for name in names))
    for number in range(rounds):
        first = number // 2 % len(names)
        order = names[first:] + names[:first]
        begin(number)
        for name in order if number % 2 == 0 else order[::-1]:
            values[name].append(run(number, name))
        print(f"  {number + 1:5}  " + "  ".join(f"{brief(values[name][-1]):>{width}}" for name in names), flush=True)
    return values


def ratios(above, below):
    return [a / b for a, b in zip(above, below)]


def brief(value):
    """A number with as many digits as mean something."""
    if isinstance(value, int) or abs(value) >= 1000:
        return f"{value:.0f}"
    return f"{value:.2f}" if abs(value) >= 10 else f"{value:.3f}"


class Figure:
    """A result.  What is wanted, as "<= 1.5", says also which way is better;
    where nothing is, better does ("low" or "high"), if it can be compared with
    other runs' at all."""

    def __init__(self, name, value, wanted="", better="", within=None):
        self.name = name
        self.value = value
        self.wanted = wanted
        self.better = better
        self.within = within

    def holds(self):
        """Whether the bar holds; None if there is none."""
        if not self.wanted:
            return None
        sign, bar = self.wanted.split()
        low, high = self.within or (self.value, self.value)
        return low <= float(bar) if sign == "<=" else high >= float(bar)

    def worse(self, before):
        """How many times worse than before."""
        if min(self.value, before) <= 0:
            return 1.0 if self.value <= before else math.inf
        return self.value / before if self.better == "low" else before / self.value


figures = []


def figure(name, value, wanted="", better="", within=None):
    figures.append(Figure(name, value, wanted, better, within))


def report(name, values, wanted="", better="", unit=""):
    """Prints the median of rounds with its interval and makes a figure of it."""
    low, high = interval(values)
    print(f"  {name}: {brief(median(values))}{unit and ' ' + unit}, 95% interval {brief(low)} to {brief(high)} "
          f"of {len(values)} rounds" + (f"; wanted {wanted}" if wanted else ""))
    figure(name, median(values), wanted, better, (low, high))
    return median(values)


def read_baseline():
    if not os.path.exists(BASELINE):
        return {}
    with open(BASELINE, encoding="ascii") as file:
        return {name: float(value) for name, value in re.findall(r"^(\S+) (\S+)$", file.read(), re.MULTILINE)}


def save_baseline():
    """Figures of parts that did not run stay as they were."""
    kept = read_baseline() | {one.name: one.value for one in figures if one.better}
    with open(BASELINE, "w", encoding="ascii") as file:
        file.writelines(f"{name} {brief(value)}\n" for name, value in sorted(kept.items()))


def print_figures():
    """One table, then the lines for programs."""
    baseline = read_baseline()
    regressions = 0
    width = max((len(one.name) for one in figures), default=0)
    print(f"\n{'figure':<{width}}  {'value':>10}  {'95% interval':>19}  {'wanted':>8}  {'':5}  {'baseline':>10}  {'worse':>6}")
    for one in figures:
        within = " to ".join(map(brief, one.within)) if one.within else ""
        verdict = {None: "", True: "holds", False: "FAILS"}[one.holds()]
        line = f"{one.name:<{width}}  {brief(one.value):>10}  {within:>19}  {one.wanted:>8}  {verdict:5}"
        if one.better and one.name in baseline:
            worse = one.worse(baseline[one.name])
            line += f"  {brief(baseline[one.name]):>10}  {worse:6.2f}"
            if worse > TOLERANCE:
                regressions += 1
                line += "  REGRESSION"
        print(line.rstrip())
    figure("regressions", regressions)
    print()
    for one in figures:
        print(f"figure bench.{one.name} {brief(one.value)}")
        if one.within:
            print(f"figure bench.{one.name}_low {brief(one.within[0])}")
            print(f"figure bench.{one.name}_high {brief(one.within[1])}")
    if os.environ.get("SAVE"):
        save_baseline()
