"""One general solver on one exported program; prints status, value and bound as JSON, and the CPU seconds it used.

usage: peer.py SOLVER PROGRAM.mps SECONDS

CPU seconds count reading the file and solving, not Python's start and imports: what a peer is charged with is its own.
Every peer takes one thread and is asked for a proof without a gap. Values are those of the program's first objective.
"""

import json
import pathlib
import re
import resource
import subprocess
import sys
import tempfile


def spent():
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def highs(path, seconds):
    import highspy

    start = spent()
    solver = highspy.Highs()
    for option, value in [
        ("output_flag", False),
        ("threads", 1),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 0.999),
        ("time_limit", seconds),
    ]:
        assert solver.setOptionValue(option, value) == highspy.HighsStatus.kOk, option
    assert solver.readModel(path) == highspy.HighsStatus.kOk
    solver.run()
    info = solver.getInfo()
    status = {
        highspy.HighsModelStatus.kOptimal: "optimal",
        highspy.HighsModelStatus.kInfeasible: "infeasible",
        highspy.HighsModelStatus.kTimeLimit: "limit",
    }.get(solver.getModelStatus(), str(solver.getModelStatus()))
    found = info.primal_solution_status == 2
    return start, status, info.objective_function_value if found else None, info.mip_dual_bound


def scip(path, seconds):
    import pyscipopt

    start = spent()
    solver = pyscipopt.Model()
    solver.hideOutput()
    solver.readProblem(path)
    # Of several objectives the reader keeps the first.
    solver.setParam("limits/time", seconds)
    solver.setParam("limits/gap", 0.0)
    solver.setParam("limits/absgap", 0.999)
    solver.setParam("parallel/maxnthreads", 1)
    solver.optimize()
    status = {"timelimit": "limit"}.get(solver.getStatus(), solver.getStatus())
    value = solver.getObjVal() if solver.getNSols() else None
    return start, status, value, solver.getDualbound()


def cp_sat(path, seconds):
    from ortools.linear_solver.python import model_builder

    start = spent()
    model = model_builder.Model()
    assert model.import_from_mps_file(path)
    solver = model_builder.Solver("sat")
    solver.set_time_limit_in_seconds(seconds)
    solver.set_solver_specific_parameters("num_workers: 1")
    status = solver.solve(model).name.lower()
    found = status in ("optimal", "feasible")
    status = {"feasible": "limit", "not_solved": "limit"}.get(status, status)
    return start, status, solver.objective_value if found else None, solver.best_objective_bound if found else None


def cbc(path, seconds):
    import cbcbox

    binary = pathlib.Path(cbcbox.cbc_bin_path())
    start = spent()
    with tempfile.TemporaryDirectory() as directory:
        out = pathlib.Path(directory) / "solution"
        command = [binary, path, "-timeMode", "cpu", "-seconds", str(seconds), "-threads", "0", "-ratioGap", "0"]
        command += ["-allowableGap", "0", "-solve", "-solution", out]
        log = subprocess.run([str(word) for word in command], capture_output=True, text=True).stdout
    said = re.search(r"Result - (.*)", log)
    words = said[1] if said else log[-200:]
    status = "optimal" if words.startswith("Optimal solution found") else words
    status = "infeasible" if "infeasible" in words else "limit" if "Stopped on time" in words else status
    value = re.search(r"Objective value:\s+(\S+)", log)
    bound = re.search(r"(?:Lower|Upper) bound:\s+(\S+)", log)
    sense = -1 if re.search(r"OBJSENSE", pathlib.Path(path).read_text()[:2000]) else 1
    value = abs(float(value[1])) if value else None
    return start, status, value, float(bound[1]) * sense if bound else value


def main():
    solver, path, seconds = sys.argv[1:]
    start, status, value, bound = {"highs": highs, "scip": scip, "cp-sat": cp_sat, "cbc": cbc}[solver](
        path, float(seconds)
    )
    print(json.dumps({"status": status, "value": value, "bound": bound, "cpu": spent() - start}))


if __name__ == "__main__":
    main()
