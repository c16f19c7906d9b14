"""Writes examples/data/*.json. Run it from anywhere: python3 examples/cases/make.py (Python 3.9 or later).

The facts stand in the functions beside this file and in lacigf-2017/*.csv; docs/cases.md says where they are from and
what is generated. The same script writes the same bytes everywhere.
"""

import json
from pathlib import Path

import peru
import region
import study

CASES = [
    peru.forum_2016, peru.forum_2017, peru.draft_2017, peru.no_government_2017, region.lacigf_2017,
    region.lacigf_2017_pool, region.mexico_2013, study.focus_groups_2021, study.key_informants_2021,
]


def written(forum):
    """JSON with one entry of a list to a line."""
    parts = []
    for field, value in forum.items():
        if isinstance(value, list) and value:
            lines = ",\n".join("    " + json.dumps(entry, ensure_ascii=False) for entry in value)
            parts.append(f'  "{field}": [\n{lines}\n  ]')
        else:
            parts.append(f'  "{field}": {json.dumps(value, ensure_ascii=False)}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    target = Path(__file__).parent.parent / "data"
    for case in CASES:
        forum = case()
        (target / f"{forum['forum']}.json").write_text(written(forum), encoding="utf-8")
