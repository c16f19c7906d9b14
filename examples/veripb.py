"""Writes an answer's proofs for a third checker, VeriPB: pseudo-Boolean formulas (OPB) and refutations of them.

    convener export FORUM > program.mps
    convener solve FORUM > answer.json
    python3 examples/veripb.py program.mps answer.json FOLDER
    veripb FOLDER/proof-0.opb FOLDER/proof-0.pbp

For each proof of the certificate there is a formula: the program, what earlier goals keep, and the goal better than its
bound. The refutation beside it shows that nothing is a point of that. A sum of rows is a `pol` line, a cut one with a
division, and a closed node the clause that its splits can't all hold, which follows by unit propagation.

Columns of many values are written as binary digits. A proof that splits one is left out, and said so: its clause is none of digits.

Exit status: 0 all written, 3 some left out or no proof, 2 not readable.
"""

import json
import os
import sys

from check_certificate import Row, in_terms, read_program
from replay import Proof, of, pairs


class LeftOut(Exception):
    """A proof that has no short form here."""


class Formula:
    """A program in 0s and 1s: constraints `sum of weights of variables >= least`, numbered from 1."""

    def __init__(self, lower, upper):
        self.lower, self.upper = lower, upper
        self.lines = []
        self.digits, self.full, self.limit = [], [], {}
        count = 0
        for low, high in zip(lower, upper):
            width = (high - low).bit_length()
            self.digits.append([(f"x{count + 1 + place}", 1 << place) for place in range(width)])
            self.full.append(high - low == (1 << width) - 1)
            count += width
        for column, digits in enumerate(self.digits):
            if not self.full[column]:
                self.limit[column] = self.add({column: -1}, -upper[column])

    def terms(self, weights):
        """Columns' weights as digits' weights, and what their lower bounds come to."""
        found = [(weight * times, name) for column, weight in weights.items() for name, times in self.digits[column]]
        return found, sum(weight * self.lower[column] for column, weight in weights.items())

    def add(self, weights, least):
        found, fixed = self.terms(weights)
        self.lines.append(f"{' '.join(f'{weight:+d} {name}' for weight, name in found)} >= {least - fixed} ;")
        return len(self.lines)


class Refutation:
    """The lines of one proof; formula and lines grow together."""

    def __init__(self, program, goal, kept, proof):
        self.proof = Proof(program, goal, kept, proof)
        self.certificate = proof
        at = {name: number for number, name in enumerate(self.proof.names)}
        self.formula = Formula(self.proof.lower, self.proof.upper)
        # Which constraint is a row's lower and which its upper side.
        self.side_of = {}
        named = list(program.rows.items()) + [(f"keep/{number}", row) for number, row in enumerate(kept)]
        for name, row in named:
            weights = {at[column]: weight for column, weight in row.terms.items()}
            if row.lower is not None:
                self.side_of[name, False] = self.formula.add(weights, row.lower)
            if row.upper is not None:
                self.side_of[name, True] = self.formula.add({c: -w for c, w in weights.items()}, -row.upper)
        goal_weights = {column: weight for column, weight in enumerate(self.proof.weights) if weight}
        self.goal = self.formula.add(goal_weights, self.proof.target)
        self.lines, self.next = [], len(self.formula.lines)
        self.cuts = []
        for number, cut in enumerate(proof["cuts"]):
            self.cuts.append(self.cut(number, cut))
        self.summed = {}

    def line(self, text):
        self.lines.append(text)
        self.next += 1
        return self.next

    def row(self, number, times):
        """The constraint of a row, or of a cut, on the side of a multiplier."""
        names = self.certificate["rows"]
        return self.cuts[number - len(names)] if number >= len(names) else self.side_of[names[number], times > 0]

    def pol(self, parts, end=""):
        parts = [f"{what} {times} *" for what, times in parts]
        return self.line(f"pol {parts[0]}{''.join(f' {part} +' for part in parts[1:])}{end} ;")

    def cut(self, number, cut):
        parts = [(self.row(row, times), abs(times)) for row, times in pairs(cut["rows"])]
        sums = {}
        for row, times in pairs(cut["rows"]):
            for column, weight in self.proof.side(row, times)[1]:
                sums[column] = sums.get(column, 0) + times * weight
        for place, times in pairs(cut.get("columns", [])):
            column = self.proof.columns[place]
            sums[column] = sums.get(column, 0) + times
            if times > 0 and column in self.formula.limit:
                parts.append((self.formula.limit[column], times))
            else:
                sign = "~" if times > 0 else ""
                parts += [(f"{sign}{name}", abs(times) * by) for name, by in self.formula.digits[column]]
        # What the division leaves over goes before it, as the cut rounds each coefficient down.
        for column, total in sums.items():
            if total % cut["divisor"]:
                parts += [(name, total % cut["divisor"] * by) for name, by in self.formula.digits[column]]
        return self.pol(parts, f" {cut['divisor']} d")

    def use(self, number):
        """The sum of a node's multipliers, once."""
        if number not in self.summed:
            objective, times = of(self.proof.multipliers, number, "multipliers")
            parts = [(self.row(row, by), abs(by)) for row, by in times.items() if by]
            parts += [(self.goal, objective)] if objective else []
            self.summed[number] = self.pol(parts) if parts else None

    def literal(self, column, at, above):
        """What holds on a side of a split."""
        digits = self.formula.digits[column]
        if len(digits) != 1 or at != self.formula.lower[column]:
            raise LeftOut("it splits a column of many values")
        return digits[0][0] if above else f"~{digits[0][0]}"

    def clause(self, decided):
        turned = [literal[1:] if literal.startswith("~") else f"~{literal}" for literal in decided]
        return self.line(f"rup {' '.join(f'1 {literal}' for literal in turned)} >= 1 ;")

    def write(self):
        if self.certificate.get("lemmas"):
            raise LeftOut("it has lemmas")
        decided = []
        for use in self.certificate.get("first", []):
            self.use(use)
        for node in self.certificate["nodes"]:
            for use in node["uses"]:
                self.use(use)
            if node.get("split") is not None:
                column, at = of(self.proof.columns, node["split"][0], "column"), node["split"][1]
                decided.append((self.literal(column, at, False), self.literal(column, at, True)))
                continue
            last = self.clause([sides[0] for sides in decided])
            # Sides that are done give the clause above them; then comes the other side of the next one.
            while decided and decided[-1][1] is None:
                decided.pop()
                last = self.clause([sides[0] for sides in decided])
            if decided:
                decided[-1] = (decided[-1][1], None)
        variables = sum(len(digits) for digits in self.formula.digits)
        count = len(self.formula.lines)
        formula = [f"* #variable= {variables} #constraint= {count}", *self.formula.lines]
        start = ["pseudo-Boolean proof version 3.0", f"f {count} ;"]
        end = ["output NONE ;", f"conclusion UNSAT : {last} ;", "end pseudo-Boolean proof ;"]
        return "\n".join(formula) + "\n", "\n".join(start + self.lines + end) + "\n"


def main(program_file, answer_file, folder):
    with open(program_file, encoding="utf-8") as file:
        program = read_program(file.read())
    with open(answer_file, encoding="utf-8") as file:
        answer = json.load(file)
    proofs = (answer.get("certificate") or {}).get("proofs", [])
    os.makedirs(folder, exist_ok=True)
    kept, left = [], not proofs
    for number, proof in enumerate(proofs):
        goal = program.goals[number] if number < len(program.goals) else None
        try:
            formula, refutation = Refutation(program, goal, kept, proof).write()
        except LeftOut as why:
            print(f"proof {number} is left out: {why}")
            left = True
        else:
            for ending, text in (("opb", formula), ("pbp", refutation)):
                with open(os.path.join(folder, f"proof-{number}.{ending}"), "w", encoding="utf-8") as file:
                    file.write(text)
            print(f"proof {number}: {formula.count(chr(10)) - 1} constraints, {refutation.count(chr(10))} lines")
        if proof.get("bound") is not None:
            low, high = goal.kept(in_terms(goal, answer["goals"][number]["bound"]))
            kept.append(Row(low, high, goal.terms))
    return 3 if left else 0


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
