"""Runs the commands of a Markdown page and compares what they print with what the page shows.

A fenced block marked `sh` is run, line by line, from the root of the repository. A block marked `text` or `json` right
after it is what the commands print: its lines must occur in that order, a line `...` standing for any lines between.
"""

import re
import subprocess
import sys


def blocks(text):
    for match in re.finditer(r"^```(\w*)\n(.*?)^```$", text, re.M | re.S):
        yield match.group(1), match.group(2)


def shown(expected, printed):
    """The first line of the page that the command did not print in its place, or None."""
    lines = printed.splitlines()
    at, gap = 0, True
    for line in expected.splitlines():
        if line.strip() == "...":
            gap = True
            continue
        if gap:
            while at < len(lines) and lines[at].rstrip() != line.rstrip():
                at += 1
        if at >= len(lines) or lines[at].rstrip() != line.rstrip():
            return line
        at, gap = at + 1, False
    return None


page = sys.argv[1]
with open(page, encoding="utf-8") as file:
    text = file.read()
printed, failed, ran = "", [], 0
for kind, body in blocks(text):
    if kind == "sh":
        printed = ""
        for command in body.splitlines():
            print(f"$ {command}", flush=True)
            done = subprocess.run(command, shell=True, stdout=subprocess.PIPE, text=True)
            ran += 1
            printed += done.stdout
            if command.startswith("cargo test"):
                print(done.stdout, flush=True)
            if done.returncode != 0 and "; test $?" not in command:
                failed.append(f"`{command}` ended with status {done.returncode}")
    elif kind in ("text", "json") and printed:
        line = shown(body, printed)
        if line is not None:
            failed.append(f"not printed where {page} shows it: {line!r}")
print(f"{page}: {ran} commands run, {len(failed)} differences")
for failure in failed:
    print("  " + failure)
sys.exit(bool(failed))
