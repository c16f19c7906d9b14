"""Replays one proof of a certificate against rows and columns, in whole numbers without end.

`check_certificate.py` and `check_conflicts.py` use it; docs/certificates.md has the rules.
"""


class Refuted(ValueError):
    """A claim that doesn't hold, or a proof that proves nothing."""


def whole(value):
    """A whole number of 64 bits; JSON's true is none."""
    if not isinstance(value, int) or isinstance(value, bool) or not -(2**63) <= value < 2**63:
        raise Refuted(f"{value!r} is no whole number of 64 bits")
    return value


def pairs(flat, steps=False):
    """[number, times, number, times, ..] as pairs; with steps, each number is less the one before it."""
    if len(flat) % 2:
        raise Refuted("a list of pairs has an odd length")
    found, before = [], 0
    for number, times in zip(flat[::2], flat[1::2]):
        before = whole(number) + (before if steps else 0)
        if before < 0:
            raise Refuted("a number below 0")
        found.append((before, whole(times)))
    return found


def of(items, number, what):
    if not 0 <= number < len(items):
        raise Refuted(f"there is no {what} {number}")
    return items[number]


class Proof:
    """One proof, replayed: multipliers tighten bounds, splits divide, every leaf must close."""

    def __init__(self, program, goal, kept, proof):
        self.names = list(program.columns)
        at = {name: number for number, name in enumerate(self.names)}
        self.lower = [program.columns[name][0] for name in self.names]
        self.upper = [program.columns[name][1] for name in self.names]
        self.weights = [0] * len(self.names)
        sign = 1 if goal is None or goal.maximise else -1
        for column, weight in (goal.terms if goal else {}).items():
            self.weights[at[column]] = sign * weight
        if proof.get("bound") is not None:
            self.target = sign * whole(proof["bound"]) + 1
        else:
            # Every point is worth this: a proof that stops short of it leaves none.
            self.target = sum(min(w * low, w * high) for w, low, high in zip(self.weights, self.lower, self.upper))
        known = dict(program.rows)
        known.update({f"keep/{number}": row for number, row in enumerate(kept)})
        self.rows = []
        for name in proof["rows"]:
            if name not in known:
                raise Refuted(f"the program has no row {name}")
            row = known[name]
            terms = [(at[column], coefficient) for column, coefficient in row.terms.items()]
            self.rows.append((row.lower, row.upper, terms))
        self.columns = []
        for name in proof["columns"]:
            if name not in at:
                raise Refuted(f"the program has no column {name}")
            self.columns.append(at[name])
        self.goal, self.priced = {column: weight for column, weight in enumerate(self.weights) if weight}, {}
        self.named = len(self.rows)
        for cut in proof["cuts"]:
            self.rows.append(self.rounded(cut))
        self.multipliers = summed(proof["multipliers"])
        self.first, self.lemmas, self.nodes = proof.get("first", []), proof.get("lemmas", []), proof["nodes"]

    def side(self, row, times):
        """The side of a row on which a multiplier stands, and the row's terms."""
        lower, upper, terms = of(self.rows, row, "row")
        if (side := upper if times > 0 else lower) is None:
            raise Refuted(f"row {row} has no such side")
        return side, terms

    def rounded(self, cut):
        """The row of a cut: rows and upper bounds summed up, divided and rounded down."""
        divisor = whole(cut["divisor"])
        if divisor < 1:
            raise Refuted("a cut's divisor must be positive")
        sums, right = {}, 0
        for row, times in pairs(cut["rows"]):
            side, terms = self.side(row, times)
            right += times * side
            for column, coefficient in terms:
                sums[column] = sums.get(column, 0) + times * coefficient
        for number, times in pairs(cut.get("columns", [])):
            column = of(self.columns, number, "column")
            right += times * (self.upper if times > 0 else self.lower)[column]
            sums[column] = sums.get(column, 0) + times
        for column, total in sums.items():
            if total % divisor and self.lower[column] < 0:
                raise Refuted("a cut rounds the coefficient of a column that may be negative")
        terms = [(column, total // divisor) for column, total in sums.items() if total // divisor]
        return None, right // divisor, terms

    def reduced(self, objective, times):
        """What multipliers leave of the goal, by column, and what the rows' sides come to."""
        reduced, right = {column: objective * weight for column, weight in self.goal.items()} if objective else {}, 0
        for row, by in times.items():
            if by:
                side, terms = self.side(row, by)
                right += by * side
                for column, coefficient in terms:
                    reduced[column] = reduced.get(column, 0) - by * coefficient
        return reduced, right

    def tighten(self, objective, times, trail):
        """Uses multipliers; whether no point worth the target is left."""
        reduced, slack = self.reduced(objective, times)
        slack -= objective * self.target
        lower, upper = self.lower, self.upper
        for column, worth in reduced.items():
            if worth:
                slack += worth * (upper[column] if worth > 0 else lower[column])
        if slack < 0:
            return True
        empty = False
        for column, worth in reduced.items():
            if worth > 0 and upper[column] - slack // worth > lower[column]:
                empty |= self.narrow(column, upper[column] - slack // worth, upper[column], trail)
            elif worth < 0 and lower[column] + slack // -worth < upper[column]:
                empty |= self.narrow(column, lower[column], lower[column] + slack // -worth, trail)
        return empty

    def narrow(self, column, low, high, trail):
        """Narrows bounds, noting what they were; whether none are left."""
        trail.append((column, self.lower[column], self.upper[column]))
        self.lower[column] = max(low, self.lower[column])
        self.upper[column] = min(high, self.upper[column])
        return self.lower[column] > self.upper[column]

    def check(self):
        """Raises unless lemmas and tree hold."""
        closed, taken, lemmas = False, set(), []
        for use in self.first:
            closed = closed or self.tighten(*of(self.multipliers, whole(use), "multipliers"), [])
        for lemma in self.lemmas:
            lemmas.append(self.lemma(lemma, taken, closed))
        self.rows += lemmas
        self.walk(self.nodes, self.multipliers, closed)

    def lemma(self, lemma, taken, closed):
        """The row that a lemma stands for, when its own tree has shown it."""
        number = whole(lemma["of"])
        if number not in self.priced:
            self.priced = {number: self.reduced(*of(self.multipliers, number, "multipliers"))[0]}
        own = set()
        for row in lemma["over"]:
            own.update(column for column, _ in of(self.rows[: self.named], whole(row), "row")[2])
        own -= taken
        taken |= own
        goal = {column: worth for column in own if (worth := self.priced[number].get(column))}
        before = self.goal, self.target, self.rows
        self.goal, self.target, self.rows = goal, whole(lemma["most"]) + 1, self.rows[: self.named]
        for cut in lemma.get("cuts", []):
            self.rows.append(self.rounded(cut))
        self.walk(lemma["nodes"], summed(lemma["multipliers"]), closed)
        self.goal, self.target, self.rows = before
        return None, lemma["most"], list(goal.items())

    def walk(self, nodes, multipliers, closed):
        """Walks a tree in the order of its nodes, and leaves bounds as they were; raises unless every leaf closes."""
        trail, waiting = [], []
        for number, node in enumerate(nodes):
            for use in node["uses"]:
                objective, times = of(multipliers, whole(use), "multipliers")
                closed = closed or self.tighten(objective, times, trail)
            if node.get("split") is not None:
                column, at = node["split"]
                column, at = of(self.columns, whole(column), "column"), whole(at)
                waiting.append((len(trail), column, at + 1, closed))
                closed |= self.narrow(column, self.lower[column], at, trail)
                continue
            if not closed:
                raise Refuted(f"node {number} is a leaf that is not closed")
            back, column, least, closed = waiting.pop() if waiting else (0, None, None, None)
            while len(trail) > back:
                narrowed, low, high = trail.pop()
                self.lower[narrowed], self.upper[narrowed] = low, high
            if column is None:
                if number + 1 != len(nodes):
                    raise Refuted("there are nodes after the end of the tree")
                return
            closed |= self.narrow(column, least, self.upper[column], trail)
        raise Refuted("the tree lacks nodes")


def summed(entries):
    """Each entry of multipliers with what it adds to: how often the goal, and rows by number."""
    found = []
    for entry in entries:
        start = entry.get("from")
        times = {} if start is None else dict(of(found, whole(start), "multipliers")[1])
        for row, by in pairs(entry["rows"], steps=True):
            times[row] = whole(times.get(row, 0) + by)
        if whole(entry["objective"]) < 0:
            raise Refuted("the goal's multiplier must not be negative")
        found.append((entry["objective"], times))
    return found
