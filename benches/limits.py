#!/usr/bin/env python3
"""The first plan, and limits of time: benches/limits.py [--size global] [--variants plain,wishes,travel] [--seeds 1-5]
[--limits 0.1,0.3,1,...] [--binary PATH]

First plan: seconds from the start of the process to the first plan that keeps every requirement, by the clock and of the
processor, and how far it is from the best bound known after 20 s. Limits: by how much the process outlasts `--time-limit`,
reading taken off (as `audit` takes it), and what `verify` says of the answer. Exits with 1 when a limit is missed by more
than 5% and 0.2 s of the clock, or an answer is refuted.
"""

import argparse
import json
import os
import pty
import re
import subprocess
import sys
import tempfile
import time


def seeds(text):
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def processor(pid):
    """Seconds of the processor that a process has used: kept by the kernel in nanoseconds."""
    with open(f"/proc/{pid}/schedstat") as file:
        return int(file.read().split()[0]) / 1e9


def first_plan(binary, forum, answer):
    """Clock, processor, and value in the first goal, of the first plan; that goal's bound in the end."""
    parent, child = pty.openpty()
    started = time.monotonic()
    command = [binary, "solve", forum, "--progress", "--no-certificate", "--time-limit", "20s"]
    with open(answer, "w") as file:
        process = subprocess.Popen(command, stdout=file, stderr=child)
    os.close(child)
    first, text = None, ""
    while True:
        try:
            piece = os.read(parent, 4096).decode()
        except OSError:
            break
        if not piece:
            break
        now = time.monotonic() - started
        text += piece
        for value in re.findall(r"goal 1 of \d+: incumbent ([-\d.]+),", text):
            if first is None and value != "-":
                first = (now, processor(process.pid), float(value))
        text = text[text.rfind("\r") :]
    process.wait()
    os.close(parent)
    with open(answer) as file:
        goals = json.load(file).get("goals") or [{}]
    return first, goals[0].get("bound")


def clock(command, output):
    started = time.monotonic()
    before = os.times()
    with open(output, "w") as file:
        status = subprocess.run(command, stdout=file, stderr=subprocess.DEVNULL, check=False).returncode
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return time.monotonic() - started, used, status


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="global")
    parser.add_argument("--variants", default="plain,wishes,travel")
    parser.add_argument("--seeds", default="1")
    parser.add_argument("--limits", default="0.1,0.3,0.5,1,2,5")
    parser.add_argument("--binary", default="target/release/convener")
    options = parser.parse_args()
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        forum, answer, both = (os.path.join(folder, name) for name in ("forum", "answer", "both"))
        for variant in options.variants.split(","):
            for seed in seeds(options.seeds):
                command = [options.binary, "generate", options.size, "--variant", variant, "--seed", str(seed)]
                clock(command, forum)
                reading = min(clock([options.binary, "audit", forum], answer)[0] for _ in range(3))
                name = f"{options.size} {variant} {seed}"
                first, bound = first_plan(options.binary, forum, answer)
                if first is None:
                    print(f"{name}: no plan in 20 s")
                else:
                    gap = f"{abs(bound - first[2]) / max(1, abs(bound)):.2%}" if bound is not None else "-"
                    print(f"{name}: first plan after {first[0]:.3f} s, {first[1]:.3f} s of CPU, {gap} from the bound")
                for limit in map(float, options.limits.split(",")):
                    command = [options.binary, "solve", forum, "--time-limit", f"{int(limit * 1000)}ms"]
                    wall, used, _ = clock(command, answer)
                    with open(answer) as file:
                        text = file.read()
                    result = json.loads(text)
                    with open(forum) as first_file, open(both, "w") as file:
                        file.write(f'{{"forum":{first_file.read()},"answer":{text}}}')
                    status = clock([options.binary, "verify", both], os.path.join(folder, "verdict"))[2]
                    verdict = {0: "confirmed", 1: "REFUTED", 3: "nothing wrong, without proof"}.get(status, f"exit {status}")
                    over = wall - reading - limit
                    late = over > max(0.2, 0.05 * limit)
                    missed += late or status not in (0, 3)
                    goals = ", ".join(f"{g.get('value', '-')} of {g.get('bound', '-')}" for g in result.get("goals", []))
                    print(
                        f"  limit {limit:g} s: over by {over:+.3f} s{' LATE' if late else ''}, {used:.2f} s of CPU,"
                        f" {result['status']} ({goals}), {verdict}",
                        flush=True,
                    )
    sys.exit(missed > 0)


main()
