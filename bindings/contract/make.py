"""Makes the contract from its cases: what every binding must answer, byte for byte.

usage: make.py BINARY > contract.json

Each file in `cases/` is one case: `verb`, `options`, `status` and `expect`, which gives by JSON Pointer values of the answer
that follow from arithmetic or a source (`about` says how). The input is `input` (a document), `text`, `base64`, `file` (from
the root of the repository), `from` (the options of `generate`) or `answered` (a forum, given with its answer, in which
`altered` sets values by JSON Pointer). The binary is run on every case and must agree; what it
prints is what the bindings are held to. A case with `"binary": false` has no command line, and only `expect` counts.

The contract is a list of `name`, `verb`, `input` (base64), `options` (JSON text), `status`, `text` (or null) and `expect`.
"""

import base64
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def arguments(verb, options):
    """The options as the binary's flags."""
    given = [verb]
    for name, value in options.items():
        flag = "--" + name.replace("_", "-")
        if verb == "generate" and name == "name":
            given.append(value)
        elif name == "time_limit":
            given += [flag, f"{round(value * 1000)}ms"]
        elif name == "why":
            for about in value:
                given += [flag, f"{about['panel']}/{about['speaker']}"]
        elif value is True:
            given.append(flag)
        elif value is False:
            given.append("--no-" + name)
        else:
            given += [flag, str(value)]
    return given


def run(binary, verb, options, data):
    done = subprocess.run([binary, *arguments(verb, options)], input=data, capture_output=True, timeout=300)
    text = done.stdout.decode()
    # The binary ends what it prints with a line break; the reply of `export` has one of its own.
    return done.returncode, text if verb == "export" and done.returncode == 0 else text.removesuffix("\n")


def given(binary, case):
    if "input" in case:
        return json.dumps(case["input"], ensure_ascii=False).encode()
    if "text" in case:
        return case["text"].encode()
    if "base64" in case:
        return base64.b64decode(case["base64"])
    if "file" in case:
        return (ROOT / case["file"]).read_bytes()
    if "answered" in case:
        answer = json.loads(run(binary, "solve", {}, json.dumps(case["answered"]).encode())[1])
        for pointer, value in case.get("altered", {}).items():
            place, _, name = pointer.rpartition("/")
            at(answer, place)[name] = value
        return json.dumps({"forum": case["answered"], "answer": answer}).encode()
    if "from" in case:
        return run(binary, "generate", case["from"], b"")[1].encode()
    return b""


def at(document, pointer):
    for step in pointer.split("/")[1:]:
        step = step.replace("~1", "/").replace("~0", "~")
        document = document[int(step)] if isinstance(document, list) else document[step]
    return document


def main():
    binary = sys.argv[1]
    contract, verbs, wrong = [], set(), []
    for file in sorted((HERE / "cases").glob("*.json")):
        case = json.loads(file.read_text(encoding="utf-8"))
        data, options = given(binary, case), case.get("options", {})
        status, text = case["status"], None
        if case.get("binary", True):
            verbs.add(case["verb"])
            printed, text = run(binary, case["verb"], options, data)
            if printed != status:
                wrong.append(f"{file.name}: the binary ends with {printed}, not {status}: {text[:200]}")
            elif text.startswith("{"):
                answer = json.loads(text)
                for pointer, value in case["expect"].items():
                    if at(answer, pointer) != value:
                        wrong.append(f"{file.name}: {pointer} is {at(answer, pointer)!r}, not {value!r}")
        contract.append({
            "name": file.stem, "verb": case["verb"], "input": base64.b64encode(data).decode(),
            "options": json.dumps(options), "status": status, "text": text, "expect": case["expect"],
        })
    known = set(json.loads(run(binary, "schema", {}, b"")[1])["verbs"])
    wrong += [f"no case for `{verb}`" for verb in sorted(known - verbs)]
    for line in wrong:
        print(line, file=sys.stderr)
    json.dump(contract, sys.stdout)
    print(f"contract: {len(contract)} cases, {len(wrong)} differences", file=sys.stderr)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
