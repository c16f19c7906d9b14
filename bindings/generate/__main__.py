"""Writes the typed parts of every binding from `convener schema`: `python3 bindings/generate BINARY [--check]`.

With `--check` nothing is written, and the exit status is 1 where a file is not up to date.
"""

import json
import pathlib
import subprocess
import sys

import as_c
import as_python
import as_typescript
from model import Model

ROOT = pathlib.Path(__file__).resolve().parent.parent


def main():
    binary = sys.argv[1]
    schemas = json.loads(subprocess.run([binary, "schema"], check=True, capture_output=True).stdout)
    model = Model(schemas)
    files = {
        "python/python/convener/documents.py": as_python.documents(model),
        "python/python/convener/_verbs.py": as_python.verbs(model),
        "c/src/verbs.rs": as_c.verbs(model),
        "js/lib/documents.d.ts": as_typescript.documents(model),
        "js/lib/verbs.d.ts": as_typescript.types(model),
        "js/lib/verbs.js": as_typescript.verbs(model),
    }
    stale = []
    for name, text in files.items():
        file = ROOT / name
        if file.exists() and file.read_text(encoding="utf-8") == text:
            continue
        if "--check" in sys.argv:
            stale.append(name)
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"bindings/{name} is not up to date: run `python3 bindings/generate BINARY`")
    print(f"generated files: {len(files)}, of which {len(stale)} not up to date")
    sys.exit(bool(stale))


if __name__ == "__main__":
    main()
