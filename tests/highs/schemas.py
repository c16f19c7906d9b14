"""The published JSON Schemas against real documents: every example forum, and what the binary answers to it.

usage: schemas.py BINARY DIRECTORY...

Each DIRECTORY holds forums as JSON files. Exits 1 when a document does not match, or a wrong one does.
"""

import json
import pathlib
import subprocess
import sys

import jsonschema


def printed(*command):
    return json.loads(subprocess.run(command, capture_output=True, text=True, timeout=300).stdout)


def main():
    binary, *directories = sys.argv[1:]
    schemas = printed(binary, "schema")
    checks = {}
    for name, schema in schemas.items():
        kind = jsonschema.validators.validator_for(schema)
        kind.check_schema(schema)
        checks[name] = kind(schema)
    wrong, count = [], 0

    def matches(name, document, where):
        nonlocal count
        count += 1
        for error in checks[name].iter_errors(document):
            wrong.append(f"{where}: {name} at {error.json_path}: {error.message[:200]}")

    for directory in directories:
        for file in sorted(pathlib.Path(directory).glob("*.json")):
            forum = json.loads(file.read_text())
            matches("forum", forum, file)
            matches("answer", printed(binary, "solve", "--no-explain", file), file)
            matches("audit", printed(binary, "audit", file), file)
            spoiled = dict(forum, speekers=[])
            if checks["forum"].is_valid(spoiled):
                wrong.append(f"{file}: the schema takes an unknown field")
    print(f"schemas: {count} documents checked, {len(wrong)} differences")
    for line in wrong[:20]:
        print("  " + line)
    sys.exit(bool(wrong) or count == 0)


if __name__ == "__main__":
    main()
