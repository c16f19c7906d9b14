#!/usr/bin/env python3
"""Races this crate against general solvers on the same forums, and prints the table as Markdown.

usage: race.py [--size small|regional|global|mega ...] [--seeds 1-8] [--variant NAME] [--peers highs,scip,cp-sat,cbc]
               [--limit SECONDS] [--core N] [--json FILE] [--backend engine|microlp]
               [--binary FILE]

Builds the release binary, installs the peers from PyPI into a venv under the target directory, generates the forums,
exports each as MPS, and runs everything pinned to one core, taking turns. Ours is the whole process, reading JSON and the
recount with it; a peer's seconds leave out Python's start, unless it had to be ended for not keeping its limit. Seconds
are of the processor, user and system. Exits 1 when two proven values differ.
"""

import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
from fractions import Fraction

HERE = pathlib.Path(__file__).resolve().parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", HERE.parent / "target")).resolve()


def venv():
    """Python with the peers in it."""
    place, wanted = TARGET / "peers-venv", HERE / "requirements.txt"
    installed = place / "installed"
    if not installed.exists() or installed.read_text() != wanted.read_text():
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
        subprocess.run([place / "bin/pip", "install", "-q", "--disable-pip-version-check", "-r", wanted], check=True)
        installed.write_text(wanted.read_text())
    return place / "bin/python"


def binary():
    subprocess.run(["cargo", "build", "--quiet", "--release", "--bin", "convener"], cwd=HERE.parent, check=True)
    return TARGET / "release/convener"


def resident(process):
    """The greatest memory of a running process so far, in MB. What its parent held before it began, which the sum that the
    kernel gives at its end has in it, does not count."""
    try:
        with open(f"/proc/{process}/status") as file:
            return next((int(line.split()[1]) / 1024 for line in file if line.startswith("VmHWM")), 0)
    except (OSError, ValueError):
        return 0


def measured(command, core, limit, children=False):
    """Standard output, CPU seconds, seconds by the clock and peak memory in MB of one process and its children."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.monotonic()
        child = subprocess.Popen(
            [str(word) for word in command],
            stdout=out,
            stderr=err,
            preexec_fn=lambda: os.sched_setaffinity(0, {core}),
        )
        peak = 0
        while True:
            peak = resident(child.pid) or peak
            done, code, used = os.wait4(child.pid, os.WNOHANG)
            if done:
                break
            if time.monotonic() - start > limit:
                child.kill()
                limit = float("inf")
            time.sleep(0.002)
        child.returncode = code
        out.seek(0)
        err.seek(0)
        text, faults = out.read().decode(), err.read().decode()
    return text, faults, used.ru_utime + used.ru_stime, time.monotonic() - start, max(peak, used.ru_maxrss / 1024 * children)


def ours(convener, backend, forum, core, limit):
    # What peers don't do is not raced: they give no reasons where there is no plan.
    command = [convener, "solve", "--backend", backend, "--no-explain", "--time-limit", f"{limit:.0f}s", forum]
    text, faults, cpu, clock, peak = measured(command, core, limit + 60)
    try:
        answer = json.loads(text, parse_float=Fraction)
    except json.JSONDecodeError:
        return {"status": f"no answer: {faults[-200:]}", "value": None, "bound": None, "cpu": cpu, "peak": peak}
    goal = (answer.get("goals") or [{}])[0]
    status = {"feasible": "limit", "unknown": "limit"}.get(answer["status"], answer["status"])
    number = lambda name: None if goal.get(name) is None else float(goal[name])
    return {"status": status, "value": number("value"), "bound": number("bound"), "cpu": cpu, "clock": clock, "peak": peak}


def peer(python, solver, program, unit, core, limit):
    # Some peers are processes of their own: the kernel's sum has those too.
    text, faults, cpu, clock, peak = measured([python, HERE / "peer.py", solver, program, limit], core, limit * 2 + 60, True)
    try:
        result = json.loads(text.strip().splitlines()[-1])
    except (json.JSONDecodeError, IndexError):
        return {"status": f"ended or failed: {faults.strip()[-160:]}", "value": None, "bound": None, "cpu": cpu, "peak": peak}
    for name in ("value", "bound"):
        if result[name] is not None:
            result[name] = round(result[name] * unit / 1000, 3) if abs(result[name]) < 1e15 else None
    return result | {"clock": clock, "peak": peak}


def race(options, size, seed, convener, python, directory):
    """Every solver's result on one forum."""
    forum, program = directory / "forum.json", directory / "program.mps"
    make = [convener, "generate", size, "--seed", str(seed), "--variant", options.variant]
    forum.write_bytes(subprocess.run(make, stdout=subprocess.PIPE, check=True).stdout)
    results = {"convener": ours(convener, options.backend, forum, options.core, options.limit)}
    if options.peers:
        with program.open("wb") as file:
            subprocess.run([convener, "export", forum], stdout=file, check=True)
        with program.open() as file:
            unit = next(int(m[1]) for m in (re.match(r"\* \S+ \w+ unit (\d+)$", line) for line in file) if m)
    for solver in options.peers:
        results[solver] = peer(python, solver, program, unit, options.core, options.limit)
    return results


def shown(number, digits=2):
    return "-" if number is None else f"{number:.{digits}f}"


def table(size, rows):
    """Medians by solver, and how many times more CPU each takes than ours on the same forums."""
    print(f"\n| {size}, {len(rows)} forums | proven | CPU median | CPU range | times ours | peak, MB |")
    print("| --- | --- | --- | --- | --- | --- |")
    for solver in next(iter(rows.values())):
        results = [row[solver] for row in rows.values()]
        proven = sum(result["status"] in ("optimal", "infeasible") for result in results)
        cpu = [result["cpu"] for result in results]
        ratio = statistics.median(row[solver]["cpu"] / max(row["convener"]["cpu"], 1e-3) for row in rows.values())
        peak = max(result["peak"] for result in results)
        print(
            f"| {solver} | {proven} | {statistics.median(cpu):.3f} s | {min(cpu):.3f}-{max(cpu):.3f} s "
            f"| {ratio:.1f} | {peak:.0f} |"
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", nargs="+", default=["small", "regional"])
    parser.add_argument("--seeds", default="1-8")
    parser.add_argument("--variant", default="plain")
    parser.add_argument("--backend", default="engine")
    parser.add_argument("--peers", default="highs,scip,cp-sat,cbc")
    parser.add_argument("--limit", type=float, default=None, help="seconds for each run: 60, 300 from global on")
    parser.add_argument("--core", type=int, default=max(os.sched_getaffinity(0)))
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--binary", type=pathlib.Path, help="a built `convener`, instead of building one")
    options = parser.parse_args()
    options.peers = [name for name in options.peers.split(",") if name]
    first, _, last = options.seeds.partition("-")
    seeds = range(int(first), int(last or first) + 1)
    limit = options.limit
    convener, python = options.binary or binary(), venv() if options.peers else None
    every, disagreements = {}, 0
    for size in options.size:
        options.limit = limit or (300 if size in ("global", "mega") else 60)
        rows = {}
        for seed in seeds:
            with tempfile.TemporaryDirectory() as directory:
                rows[seed] = race(options, size, seed, convener, python, pathlib.Path(directory))
            for solver, result in rows[seed].items():
                print(
                    f"{size} {seed} {solver}: {result['status']}, value {shown(result['value'])}, bound "
                    f"{shown(result['bound'])}, {result['cpu']:.3f} s CPU, {result['peak']:.0f} MB",
                    flush=True,
                )
            proven = {(r["status"], r["value"]) for r in rows[seed].values() if r["status"] in ("optimal", "infeasible")}
            if len(proven) > 1:
                disagreements += 1
                print(f"{size} {seed}: DISAGREEMENT {proven}")
        every[size] = rows
        table(size, rows)
    print(f"\n{disagreements} disagreements; load now {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    if options.json:
        options.json.write_text(json.dumps(every, indent=1))
    sys.exit(1 if disagreements else 0)


if __name__ == "__main__":
    main()
