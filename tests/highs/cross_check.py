"""The crate against HiGHS: forums solved by both, HiGHS taking the exported program, goal after goal.

usage: cross_check.py BINARY DIRECTORY

DIRECTORY holds forums as JSON files. Exits 1 when any status or value differs, or a name in a program is no name.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
from fractions import Fraction

import highspy

import mps

# Seconds for one run of the binary: a solve that never ends is a difference like any other.
LIMIT = 100

NAME = re.compile(
    r"(seat|present|used|short|over|least|apart|counted|worst|seats|one_seat|slot|max_seats|pin|rule|goal)/[^\s]+$"
)


def run(binary, verb, file, *options):
    done = subprocess.run([binary, verb, str(file), *options], capture_output=True, text=True, timeout=LIMIT)
    return done.stdout, done.returncode


def solver(path):
    """HiGHS with the program: proof without a gap, tight tolerances, one thread."""
    highs = highspy.Highs()
    for option, value in [
        ("output_flag", False),
        ("threads", 1),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 0.0),
        ("mip_feasibility_tolerance", 1e-9),
        ("primal_feasibility_tolerance", 1e-9),
        ("dual_feasibility_tolerance", 1e-9),
    ]:
        assert highs.setOptionValue(option, value) == highspy.HighsStatus.kOk, option
    status = highs.readModel(str(path))
    assert status == highspy.HighsStatus.kOk, f"HiGHS does not read the program: {status}"
    return highs


def allowed(tolerance, value):
    """What later goals may give up of a value: a number, or an exact share of its magnitude."""
    if tolerance is None:
        return Fraction(0)
    if isinstance(tolerance, str):
        return Fraction(tolerance.rstrip("%")) / 100 * abs(value)
    return Fraction(str(tolerance))


def settle(forum, program, highs):
    """Status and the best value of every goal in turn."""
    names = [highs.getColName(i)[1] for i in range(highs.getNumCol())]
    assert sorted(names) == sorted(program.columns), "HiGHS knows other columns"
    place = {name: i for i, name in enumerate(names)}
    rows = {highs.getRowName(i)[1] for i in range(highs.getNumRow())}
    assert rows == set(program.rows), "HiGHS knows other rows"
    values = []
    for goal in program.goals or [mps.Goal("none", False, 1)]:
        for name in names:
            highs.changeColCost(place[name], float(goal.terms.get(name, 0)))
        highs.changeObjectiveOffset(0.0)
        sense = highspy.ObjSense.kMaximize if goal.maximise else highspy.ObjSense.kMinimize
        highs.changeObjectiveSense(sense)
        highs.run()
        status = highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            assert not values, "infeasible after a goal was settled"
            return "infeasible", []
        assert status == highspy.HighsModelStatus.kOptimal, f"HiGHS ends with {status}"
        point = {name: round(value) for name, value in zip(names, highs.getSolution().col_value)}
        assert not mps.broken_rows(program, point), f"HiGHS breaks {mps.broken_rows(program, point)}"
        terms = goal.terms_at(point)
        assert abs(highs.getInfo().objective_function_value - terms) < 1e-4, "HiGHS miscounts its own point"
        if goal.name == "none":
            break
        value = goal.value(terms)
        values.append(value)
        entry = re.fullmatch(r"tier\d+-goal-(\d+)", goal.name)
        tolerance = forum["goals"][int(entry[1])].get("tolerance") if entry and "goals" in forum else None
        # The terms are whole, so what they may lose is too.
        slack = allowed(tolerance, value) * 1000 // goal.unit
        low, high = (terms - slack, highspy.kHighsInf) if goal.maximise else (-highspy.kHighsInf, terms + slack)
        columns = [place[name] for name in goal.terms]
        highs.addRow(float(low), float(high), len(columns), columns, [float(w) for w in goal.terms.values()])
        # addRow leaves the new row without a name; what it keeps stays out of the names compared above.
    return "optimal", values


def check(binary, file):
    """What differs on one forum, and its status."""
    forum = json.loads(file.read_text(), parse_float=Fraction)
    text, code = run(binary, "solve", file, "--no-explain")
    answer = json.loads(text, parse_float=Fraction)
    exported, exit_code = run(binary, "export", file)
    if exit_code != 0:
        return f"export exits with {exit_code}: {exported[:300]}", None
    program = mps.read(exported)
    odd = [name for name in [*program.rows, *program.columns] if not NAME.match(name)]
    if odd:
        return f"names that say nothing: {odd[:5]}", None
    with tempfile.TemporaryDirectory() as directory:
        path = pathlib.Path(directory) / "program.mps"
        path.write_text(exported)
        status, values = settle(forum, program, solver(path))
    if answer["status"] != status or code != {"optimal": 0, "infeasible": 1}[status]:
        return f"the crate says {answer['status']} (exit {code}), HiGHS {status} {[str(v) for v in values]}", status
    bounds = [Fraction(goal["bound"]) for goal in answer.get("goals", [])]
    if bounds != values:
        return f"the crate's values are {[str(b) for b in bounds]}, HiGHS's {[str(v) for v in values]}", status
    return None, status


def main():
    binary, directory = sys.argv[1:]
    counts, wrong = {"optimal": 0, "infeasible": 0}, []
    for file in sorted(pathlib.Path(directory).glob("*.json")):
        try:
            difference, status = check(binary, file)
        except (AssertionError, subprocess.TimeoutExpired, json.JSONDecodeError) as fault:
            difference, status = f"{type(fault).__name__}: {fault}", None
        if difference:
            wrong.append((file, difference))
            print(f"{file}: {difference}")
        else:
            counts[status] += 1
    print(
        f"forums against HiGHS: {counts['optimal']} optimal, {counts['infeasible']} infeasible, "
        f"{len(wrong)} disagreements"
    )
    sys.exit(1 if wrong or min(counts.values()) == 0 else 0)


if __name__ == "__main__":
    main()
