"""Checks an answer of `convener` against the exported program, in exact whole numbers, without any solver.

    convener export FORUM > program.mps
    convener solve FORUM > answer.json
    python3 examples/check_certificate.py program.mps answer.json

Written from docs/certificates.md alone, with the standard library alone. It confirms that the plan is a point of the program,
what it is worth, and that the certificate proves that no point is worth more, goal by goal, or that there is none. What
the program says of the forum is not its matter: `convener verify` builds the rows from the forum itself.

Exit status: 0 confirmed, 1 refuted, 2 not readable, 3 without proof.
"""

import json
import re
import sys
from dataclasses import dataclass, field
from fractions import Fraction

from replay import Proof, Refuted, of, whole


@dataclass
class Goal:
    """What is settled in its turn: (constant + sum of terms) * unit thousandths."""

    name: str
    maximise: bool
    unit: int
    constant: int = 0
    terms: dict = field(default_factory=dict)
    share: int = 0
    """What later goals may give up, in hundred-thousandths of the value."""
    number: int = 0
    """The same in thousandths."""

    def at(self, point):
        return sum(weight * point.get(column, 0) for column, weight in self.terms.items())

    def kept(self, terms):
        """The range in which later goals keep the sum of terms once it is settled."""
        total = abs((terms + self.constant) * self.unit)
        given = (total * self.share + self.number * 100_000) // (self.unit * 100_000)
        return (terms - given, None) if self.maximise else (None, terms + given)


@dataclass
class Row:
    lower: int | None
    upper: int | None
    terms: dict


@dataclass
class Program:
    goals: list
    rows: dict
    columns: dict
    """By name: lower and upper bound."""


def read_program(text):
    """A program as `convener export` writes it: free MPS, all columns whole and bounded."""
    goals, senses, rows, columns, section = {}, {}, {}, {}, None
    for line in text.splitlines():
        if line.startswith("*"):
            described = re.fullmatch(r"\* (\S+) (maximise|minimise) unit (\d+)", line)
            if described:
                name, sense, unit = described.groups()
                goals[name] = Goal(name, sense == "maximise", int(unit))
            tolerance = re.fullmatch(r"\* (\S+) tolerance (share|number) (\d+)", line)
            if tolerance:
                setattr(goals[tolerance[1]], tolerance[2], int(tolerance[3]))
            continue
        words = line.split()
        if not words:
            continue
        if not line[0].isspace():
            section = words[0]
        elif section == "ROWS":
            sense, name = words
            if name in senses:
                raise ValueError(f"two rows are called {name}")
            senses[name] = sense
            if sense != "N":
                rows[name] = Row(None if sense == "L" else 0, None if sense == "G" else 0, {})
        elif section == "COLUMNS" and words[1] != "'MARKER'":
            column, row, weight = words
            columns.setdefault(column, None)
            if row in rows:
                rows[row].terms[column] = int(weight)
            elif row in goals and int(weight):
                goals[row].terms[column] = int(weight)
        elif section == "RHS":
            _, name, side = words
            if name in goals:
                goals[name].constant = -int(side)
            else:
                row = rows[name]
                row.lower = None if row.lower is None else int(side)
                row.upper = None if row.upper is None else int(side)
        elif section == "RANGES":
            _, name, width = words
            rows[name].upper = rows[name].lower + int(width)
        elif section == "BOUNDS":
            kind, _, column, value = words
            lower, upper = columns[column] or (0, 0)
            lower, upper = (int(value) if kind in ("LO", "FX") else lower), (int(value) if kind in ("UP", "FX") else upper)
            columns[column] = (lower, upper)
    return Program(list(goals.values()), rows, columns)


def check_point(program, point, kept):
    """Whether whole values are a point of the program that keeps what was settled."""
    for column, value in point.items():
        if column not in program.columns:
            raise Refuted(f"the program has no column {column}")
        whole(value)
    for column, (low, high) in program.columns.items():
        if not low <= point.get(column, 0) <= high:
            raise Refuted(f"the point breaks the bounds of {column}")
    named = list(program.rows.items()) + [(f"keep/{number}", row) for number, row in enumerate(kept)]
    for name, row in named:
        total = sum(coefficient * point.get(column, 0) for column, coefficient in row.terms.items())
        if (row.lower is not None and total < row.lower) or (row.upper is not None and total > row.upper):
            raise Refuted(f"the point breaks row {name}")


def escaped(text):
    """A part of a name."""
    keep = b"_-.+:0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return "".join(chr(byte) if byte in keep else f"%{byte:02X}" for byte in text.encode())


def plan_point(answer):
    """The plan's seats, each once, and the certificate's other columns."""
    point, panels = {}, [panel["panel"] for panel in answer["plan"]]
    if len(set(panels)) < len(panels):
        raise Refuted("the plan has a panel twice")
    for panel in answer["plan"]:
        for seat in panel["seats"]:
            name = "/".join(["seat", *map(escaped, (panel["panel"], seat["role"], seat["speaker"]))])
            if name in point:
                raise Refuted(f"the plan has {name} twice")
            point[name] = 1
    for name, value in answer["certificate"]["auxiliary"].items():
        if name in point or name.startswith("seat/"):
            raise Refuted(f"{name} is a seat of no plan")
        point[name] = value
    return point


def in_terms(goal, value):
    """A goal's value, as the answer writes it, as the sum of its terms."""
    units = Fraction(str(value)) * 1000 / goal.unit
    if units.denominator != 1:
        raise Refuted(f"{value} is no value of {goal.name}")
    return units.numerator - goal.constant


def check(program, answer):
    """Raises unless everything that the answer claims is confirmed; False where it gives no proof."""
    certificate, status = answer.get("certificate"), answer["status"]
    if certificate is None:
        return False
    proofs, claimed = certificate["proofs"], answer.get("goals", [])
    valued = claimed if status == "infeasible" else [goal for goal in claimed if "value" in goal]
    if status in ("infeasible", "unknown") and (valued or answer.get("plan")):
        raise Refuted("an answer without a plan has neither seats nor values")
    if status == "infeasible":
        if len(proofs) != 1 or proofs[0].get("bound") is not None:
            raise Refuted("it takes one proof, without a bound")
        Proof(program, program.goals[0] if program.goals else None, [], proofs[0]).check()
        return True
    if status not in ("optimal", "feasible", "unknown"):
        raise Refuted(f"status {status} claims nothing")
    point = None if status == "unknown" else plan_point(answer)
    if point is not None:
        check_point(program, point, [])
    if len(claimed) > len(program.goals) or (status != "unknown" and len(claimed) != len(program.goals)):
        raise Refuted("the answer's goals are not the program's")
    kept = []
    for number, (goal, claim) in enumerate(zip(program.goals, claimed)):
        value = None if point is None else goal.at(point)
        if point is not None and in_terms(goal, claim["value"]) != value:
            raise Refuted(f"{goal.name} is worth {value} at the plan, not what is claimed")
        if claim.get("bound") is None:
            if status == "optimal":
                raise Refuted(f"{goal.name} has no bound")
            if any(later.get("bound") is not None for later in claimed[number:]):
                raise Refuted(f"a goal after {goal.name}, which has no bound, has one")
            break
        proof = of(proofs, number, "proof")
        bound = in_terms(goal, claim["bound"])
        if proof.get("bound") != bound:
            raise Refuted(f"the proof is of {proof.get('bound')}, the claim {bound}")
        Proof(program, goal, kept, proof).check()
        settled = number + 1 < len(claimed) and claimed[number + 1].get("bound") is not None
        if value != bound and number + 1 == len(program.goals) and status == "optimal":
            raise Refuted(f"{goal.name} is {value}, its bound {bound}")
        low, high = goal.kept(bound)
        if value != bound and settled:
            if proof.get("witness") is None:
                raise Refuted(f"no point is given that reaches the bound of {goal.name}")
            check_point(program, proof["witness"], kept)
            if goal.at(proof["witness"]) != bound:
                raise Refuted(f"the witness doesn't reach the bound of {goal.name}")
        kept.append(Row(low, high, goal.terms))
        if settled:
            check_point(program, point, kept)
    if len(proofs) > sum(claim.get("bound") is not None for claim in claimed):
        raise Refuted("there are more proofs than bounds")
    return True


def once(pairs):
    """An object of which no field is given twice."""
    if len(dict(pairs)) < len(pairs):
        raise Refuted("a field is given twice")
    return dict(pairs)


def main(program_file, answer_file, check=check):
    with open(program_file, encoding="utf-8") as file:
        program = read_program(file.read())
    with open(answer_file, encoding="utf-8") as file:
        text = file.read()
    try:
        proven = check(program, json.loads(text, object_pairs_hook=once))
    except (AttributeError, KeyError, TypeError, ValueError, IndexError) as why:
        print("refuted:", why if isinstance(why, Refuted) else f"the answer is not what it should be: {why!r}")
        return 1
    print("confirmed" if proven else "without proof")
    return 0 if proven else 3


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
