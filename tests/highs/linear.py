"""The engine's simplex method against HiGHS: linear programs with what it said of them.

usage: linear.py FILE

FILE has one JSON document a line, as src/engine/linear/written.rs writes them. Exits 1 when any status or optimum differs,
or a point breaks a bound or row.
"""

import collections
import json
import sys

import highspy
import numpy

# Beside the numbers that are added up: the simplex method's tolerance on a row is 1e-7 of its unit, HiGHS's the same.
CLOSE = 1e-6


def other(columns, rows):
    """HiGHS's status and optimum."""
    highs = highspy.Highs()
    highs.silent()
    infinity = highspy.kHighsInf
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(columns), len(rows)
    lower, upper, cost = zip(*columns)
    program.col_lower_, program.col_upper_, program.col_cost_ = map(numpy.array, (lower, upper, cost))
    program.row_lower_ = numpy.array([-infinity if row[0] is None else row[0] for row in rows])
    program.row_upper_ = numpy.array([infinity if row[1] is None else row[1] for row in rows])
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = numpy.cumsum([0, *(len(row[2]) for row in rows)])
    program.a_matrix_.index_ = numpy.array([column for row in rows for column, _ in row[2]], dtype=int)
    program.a_matrix_.value_ = numpy.array([value for row in rows for _, value in row[2]], dtype=float)
    highs.passModel(program)
    highs.run()
    return highs.getModelStatus(), highs.getInfo().objective_function_value


def fault(case):
    """What is wrong with a case, if anything."""
    columns, rows, point = case["columns"], case["rows"], case["point"]
    status, optimum = other(columns, rows)
    if status == highspy.HighsModelStatus.kInfeasible:
        return None if case["ended"] == "Infeasible" else f"{case['ended']} where HiGHS finds no point"
    if status != highspy.HighsModelStatus.kOptimal:
        return f"HiGHS ended with {status}"
    if case["ended"] != "Optimal":
        return f"{case['ended']} where HiGHS has {optimum}"
    for (lower, upper, _), value in zip(columns, point):
        if not lower - CLOSE <= value <= upper + CLOSE:
            return f"a column stands at {value}, outside {lower} to {upper}"
    for lower, upper, terms in rows:
        parts = [value * point[column] for column, value in terms]
        room = CLOSE * (1 + max((abs(value) for _, value in terms), default=0) + sum(map(abs, parts)))
        if (lower is not None and sum(parts) < lower - room) or (upper is not None and sum(parts) > upper + room):
            return f"a row sums up to {sum(parts)}, outside {lower} to {upper}"
    room = CLOSE * (1 + sum(abs(cost * value) for (_, _, cost), value in zip(columns, point)))
    # Costs stay perturbed: by 4e-9 a unit here.
    room += 1e-8 * sum(upper - lower for lower, upper, _ in columns)
    return None if abs(case["objective"] - optimum) <= room else f"{case['objective']} where HiGHS has {optimum}"


def main():
    counts, faults = collections.Counter(), 0
    with open(sys.argv[1]) as file:
        for number, line in enumerate(file, 1):
            case = json.loads(line)
            wrong = fault(case)
            counts[case["kind"], case["ended"]] += 1
            if wrong:
                faults += 1
                print(f"line {number}, {case['kind']}, {len(case['columns'])} x {len(case['rows'])}: {wrong}")
    for (kind, ended), count in sorted(counts.items()):
        print(f"{kind}: {count} {ended}")
    print(f"{sum(counts.values())} linear programs, {faults} disagreements")
    sys.exit(faults > 0)


main()
