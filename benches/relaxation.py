#!/usr/bin/env python3
"""The relaxation alone, ours against HiGHS's: benches/relaxation.py [--size mega] [--seed 1] [--limit SECONDS] [--core N]
[--binary FILE] [--solver choose|simplex|ipm]

Ours: CPU seconds of the whole process, reading JSON with it, until the bound of the relaxation with its cuts is reported,
which is the second bound of a goal (the first is that of the weights alone). HiGHS's: CPU seconds of reading the exported
MPS and solving it without integrality, on one core, presolve with it, and no more than the limit. Exits with 1 when HiGHS's
value is below our bound: cuts can only have made ours the smaller one.
"""

import argparse
import json
import os
import pathlib
import pty
import re
import resource
import subprocess
import sys
import tempfile

import race


def ours(binary, forum, core):
    """CPU seconds at the second bound of the first goal, and that bound."""
    parent, child = pty.openpty()
    command = [binary, "solve", forum, "--progress", "--no-certificate"]
    process = subprocess.Popen(
        [str(word) for word in command],
        stdout=subprocess.DEVNULL,
        stderr=child,
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),
    )
    os.close(child)
    text, bounds, found = "", [], None
    while found is None:
        try:
            piece = os.read(parent, 4096).decode()
        except OSError:
            break
        text += piece
        for bound in re.findall(r"goal 1 of \d+: incumbent [-\d.]+, bound ([\d.]+)", text):
            if bound not in bounds:
                bounds.append(bound)
        if len(bounds) > 1:
            with open(f"/proc/{process.pid}/schedstat") as file:
                found = int(file.read().split()[0]) / 1e9, float(bounds[1])
        text = text[text.rfind("\r") :]
    process.kill()
    process.wait()
    os.close(parent)
    return found


def relax(program, limit, solver):
    """HiGHS on the program without integrality: status, value, CPU seconds, peak memory in MB. Runs in a process of its own."""
    import highspy

    def spent():
        used = resource.getrusage(resource.RUSAGE_SELF)
        return used.ru_utime + used.ru_stime

    start = spent()
    highs = highspy.Highs()
    for option, value in [
        ("output_flag", False),
        ("threads", 1),
        ("solve_relaxation", True),
        ("time_limit", limit),
        ("solver", solver),
    ]:
        assert highs.setOptionValue(option, value) == highspy.HighsStatus.kOk, option
    assert highs.readModel(program) == highspy.HighsStatus.kOk
    read = spent() - start
    highs.run()
    optimal = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    print(
        json.dumps(
            {
                "status": "optimal" if optimal else str(highs.getModelStatus()),
                "value": highs.getInfo().objective_function_value if optimal else None,
                "read": read,
                "cpu": spent() - start,
                "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="mega")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--limit", type=float, default=1200, help="seconds for HiGHS, by the clock")
    parser.add_argument("--core", type=int, default=max(os.sched_getaffinity(0)))
    parser.add_argument("--binary", type=pathlib.Path)
    parser.add_argument("--solver", default="choose")
    parser.add_argument("--program", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.program:
        return relax(options.program, options.limit, options.solver)
    binary, python = options.binary or race.binary(), race.venv()
    with tempfile.TemporaryDirectory() as folder:
        forum, program = (os.path.join(folder, name) for name in ("forum.json", "program.mps"))
        for command, place in [
            ([binary, "generate", options.size, "--seed", options.seed], forum),
            ([binary, "export", forum], program),
        ]:
            with open(place, "w") as file:
                subprocess.run(command, stdout=file, check=True)
        with open(program) as file:
            unit = next(int(m[1]) for m in (re.match(r"\* \S+ \w+ unit (\d+)$", line) for line in file) if m)
        mine = ours(binary, forum, options.core)
        if mine is None:
            sys.exit("no second bound")
        print(f"{options.size} {options.seed}: ours {mine[0]:.2f} s of CPU, bound {mine[1]:.12g}", flush=True)
        own = [python, __file__, "--program", program, "--limit", options.limit, "--solver", options.solver]
        text = race.measured(own, options.core, options.limit + 120)[0]
    if not text.strip():
        sys.exit(f"HiGHS had to be ended: at least {options.limit / mine[0]:.0f} times ours, if it had a core to itself")
    theirs = json.loads(text.strip().splitlines()[-1])
    times = "at least " if theirs["value"] is None else ""
    print(
        f"HiGHS ({options.solver}): {theirs['status']}, {theirs['cpu']:.1f} s of CPU ({theirs['read']:.1f} reading), "
        f"{theirs['peak']:.0f} MB: {times}{theirs['cpu'] / mine[0]:.0f} times ours"
    )
    if theirs["value"] is not None:
        value = theirs["value"] * unit / 1000
        print(f"HiGHS's value {value:.4f}")
        sys.exit(value < mine[1] - 1e-3)


main()
