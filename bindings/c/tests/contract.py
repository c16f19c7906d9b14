"""The shared contract through the C library: `contract.py CONTRACT.json DRIVER LIBRARY.so`."""

import base64
import json
import subprocess
import sys


def at(document, pointer):
    for step in pointer.split("/")[1:]:
        step = step.replace("~1", "/").replace("~0", "~")
        document = document[int(step)] if isinstance(document, list) else document[step]
    return document


def main():
    contract, driver, library = sys.argv[1:]
    with open(contract, encoding="utf-8") as file:
        cases = json.load(file)
    wrong = []
    for case in cases:
        data = base64.b64decode(case["input"])
        done = subprocess.run([driver, case["verb"], case["options"]], input=data, capture_output=True, timeout=300)
        text = done.stdout.decode()
        if done.returncode != case["status"] or case["text"] not in (None, text):
            wrong.append(f"{case['name']}: status {done.returncode}: {text[:200]}")
        elif text.startswith("{"):
            answer = json.loads(text)
            wrong += [f"{case['name']}: {p}" for p, value in case["expect"].items() if at(answer, p) != value]
    names = subprocess.run(["nm", "-D", "--defined-only", library], check=True, capture_output=True, text=True).stdout
    exported = {line.split()[-1] for line in names.splitlines()}
    verbs = json.loads(next(case["text"] for case in cases if case["verb"] == "schema"))["verbs"]
    wrong += [f"the library has no convener_{verb}" for verb in verbs if f"convener_{verb}" not in exported]
    print(f"contract in C: {len(cases)} cases, {len(verbs)} verbs, {len(wrong)} differences")
    for line in wrong:
        print("  " + line)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
