#!/usr/bin/env python3
"""Every answer and what proves it: .ci/proofs.py BINARY [NAME=FROM-TO ...] [--python] [--folder FOLDER] [--limit DURATION]

NAME is a size of `generate` (regional=1-20, global=1-24), optionally with a variant (tiny/wishes=1-50). `--folder` adds
forums from files. Prints a row of a table for each: answers by status, how many `verify` confirms, with `--python` how many
examples/check_certificate.py does, processor seconds with and without certificates, and the answers' size with and without.
`--limit 10s` ends each solve after that long: the answer is then `feasible`, and its bounds are checked like any others.
Exits with 1 if any answer is not confirmed.
"""
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent.parent


def run(arguments, **more):
    """Standard output and the processor's seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(arguments, capture_output=True, **more)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def forums(binary, work, arguments):
    """Pairs of a row's name and the files of its forums."""
    for argument in arguments:
        name, _, seeds = argument.partition("=")
        size, _, variant = name.partition("/")
        first, _, last = seeds.partition("-")
        files = []
        for seed in range(int(first), int(last or first) + 1):
            command = [binary, "generate", size, "--seed", str(seed)] + (["--variant", variant] if variant else [])
            files.append(work / f"{size}-{variant or 'plain'}-{seed}.json")
            files[-1].write_bytes(run(command, check=True)[0].stdout)
        yield name, files


def main(binary, rows, folders, python, limit):
    work = pathlib.Path(tempfile.mkdtemp(prefix="convener-proofs-"))
    wrong = 0
    groups = list(forums(binary, work, rows)) + [(folder.name, sorted(folder.glob("*.json"))) for folder in folders]
    print("| forums | statuses | confirmed | by Python | CPU, without certificate | answer, without | greatest |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, files in groups:
        statuses, confirmed, checked, seconds, sizes = {}, 0, 0, ([], []), ([], [])
        for forum in files:
            for at, flags in enumerate((["--no-explain"], ["--no-explain", "--no-certificate"])):
                done, took = run([binary, "solve", *flags, *limit, forum])
                seconds[at].append(took)
                sizes[at].append(len(done.stdout))
                if at == 0:
                    (work / "answer.json").write_bytes(done.stdout)
                    status = json.loads(done.stdout)["status"]
                    statuses[status] = statuses.get(status, 0) + 1
            verdict = run([binary, "verify", forum, work / "answer.json"])[0]
            if verdict.returncode == 0:
                confirmed += 1
            else:
                print(f"{forum}: {verdict.stdout.decode()}", file=sys.stderr)
            if python:
                (work / "program.mps").write_bytes(run([binary, "export", forum], check=True)[0].stdout)
                script = HERE / "examples" / "check_certificate.py"
                said = run([sys.executable, script, work / "program.mps", work / "answer.json"])[0]
                checked += said.returncode == 0
                if said.returncode:
                    print(f"{forum}: {said.stdout.decode()}{said.stderr.decode()}", file=sys.stderr)
        if not files:
            continue
        wrong += len(files) - confirmed + (len(files) - checked if python else 0)
        by_status = ", ".join(f"{count} {status}" for status, count in sorted(statuses.items()))
        cpu, kilobytes = map(statistics.median, seconds), [statistics.median(size) / 1000 for size in sizes]
        cpu = " s, ".join(f"{value:.3f}" for value in cpu)
        said = f"{checked} of {len(files)}" if python else ""
        print(f"| {name} | {by_status} | {confirmed} of {len(files)} | {said} | {cpu} s "
              f"| {kilobytes[0]:.0f} kB, {kilobytes[1]:.0f} kB | {max(sizes[0]) / 1000:.0f} kB |", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    given = sys.argv[1:]
    if not given:
        sys.exit(__doc__)
    chosen = [pathlib.Path(given[at + 1]) for at, one in enumerate(given) if one == "--folder"]
    asked = [one for at, one in enumerate(given[1:], 1) if "=" in one and given[at - 1] != "--folder"]
    ends = [given[at + 1] for at, one in enumerate(given) if one == "--limit"]
    limit = ["--time-limit", ends[0]] if ends else []
    sys.exit(main(os.path.abspath(given[0]), asked, chosen, "--python" in given, limit))
