"""Reads what HiGHS leaves out of an exported program: every goal row, its sense, unit and constant."""

import re
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass
class Goal:
    """One objective: its value in thousandths is (constant + sum of terms) * unit."""

    name: str
    maximise: bool
    unit: int
    constant: int = 0
    terms: dict = field(default_factory=dict)

    def terms_at(self, point):
        return sum(weight * point[column] for column, weight in self.terms.items())

    def value(self, terms):
        return Fraction((self.constant + terms) * self.unit, 1000)


@dataclass
class Program:
    goals: list
    rows: dict
    """Row name: [sense, right-hand side, range, {column: coefficient}]."""
    columns: list


GOAL = re.compile(r"\* (\S+) (maximise|minimise) unit (\d+)$")


def read(text):
    """The goals, rows and columns of a program in free MPS."""
    goals, free, rows, columns, section = [], {}, {}, {}, None
    for line in text.splitlines():
        described = GOAL.match(line)
        if described:
            name, sense, unit = described.groups()
            goals.append(Goal(name, sense == "maximise", int(unit)))
            continue
        if not line.strip() or line.startswith("*"):
            continue
        words = line.split()
        if not line[0].isspace():
            section = words[0]
        elif section == "ROWS":
            sense, name = words
            assert name not in rows and name not in free, f"two rows are called {name}"
            if sense == "N":
                free[name] = None
            else:
                rows[name] = [sense, 0, None, {}]
        elif section == "COLUMNS" and words[1] != "'MARKER'":
            column, name, weight = words
            columns[column] = None
            if name in rows:
                assert column not in rows[name][3], f"{column} stands twice in {name}"
                rows[name][3][column] = int(weight)
            elif int(weight):
                next(goal for goal in goals if goal.name == name).terms[column] = int(weight)
        elif section == "RHS":
            _, name, value = words
            if name in rows:
                rows[name][1] = int(value)
            else:
                next(goal for goal in goals if goal.name == name).constant = -int(value)
        elif section == "RANGES":
            _, name, value = words
            rows[name][2] = int(value)
    assert [goal.name for goal in goals] == [name for name in free if name != "none"], "goals are not the N rows in order"
    return Program(goals, rows, list(columns))


def broken_rows(program, point):
    """The rows that a point does not keep, counted in whole numbers."""
    broken = []
    for name, (sense, side, width, terms) in program.rows.items():
        activity = sum(weight * point[column] for column, weight in terms.items())
        low = side if sense in "EG" else None if width is None else side - width
        high = side if sense in "EL" else None if width is None else side + width
        if (low is not None and activity < low) or (high is not None and activity > high):
            broken.append(name)
    return broken
