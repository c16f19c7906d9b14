"""Checks the conflicts of an answer of `convener` against the rows of the forum's statements, without any solver.

    convener export --open FORUM > open.mps
    convener explain FORUM > answer.json
    python3 examples/check_conflicts.py open.mps answer.json

Written from docs/certificates.md alone, on `check_certificate.py`. For every conflict it confirms that no point keeps the rows
of its rules, whatever the other rules say; that each of its rules is needed is `convener verify`'s matter.

Exit status: 0 confirmed, 1 refuted, 2 not readable, 3 without proof.
"""

import re
import sys
from urllib.parse import unquote

from check_certificate import Program, Row, main
from replay import Proof, Refuted

PLACES = ("panel", "topic", "slot")


def said(row):
    """The rule, group, and whether it is a spread, that a row is of; None where it only says what a column means."""
    kind, *parts = row.split("/")
    if kind == "present" or (kind == "rule" and parts[2] in ("unsupported", "lifted")):
        return None
    if kind == "rule" and parts[2] == "load":
        return f"max_seats/{unquote(parts[3])}", {}, False
    if kind == "rule":
        rule, group, part = parts
        pairs = [tuple(unquote(text) for text in pair.split("=")) for pair in group.split(",") if pair]
        apart = part in ("least", "greatest")
        # A family is all groups that differ in the last key alone.
        return unquote(rule), dict(pairs[:-1] if apart else pairs), apart
    first, *rest = (unquote(part) for part in parts)
    if kind in ("max_seats", "roles"):
        return f"{kind}/{first}", {}, False
    if kind in ("seats", "one_seat", "slot", "unavailable"):
        (value,) = rest
        key = {"seats": "role", "one_seat": "speaker"}.get(kind, "slot")
        return f"{kind}/{first}", {key: value}, False
    if kind in ("pin", "bar"):
        speaker, role = rest
        return f"{kind}/{first}/{speaker}", {"role": role} if role else {}, False
    raise Refuted(f"row {row} is of no rule")


def is_of(clash, rule, group, apart, also=None):
    """Whether a rule of the conflict, in its group, is the one said; `also`: the same on another panel."""
    own = dict(clash["group"])
    kind, _, about = rule.partition("/")
    named = kind in ("seats", "one_seat", "pin", "bar") and about
    if clash.get("whole"):
        if also is not None and "panel" in own:
            own["panel"] = also
        here = not named or "panel" not in own or about.split("/")[0] == own["panel"]
        within = all(group.get(key, value) == value for key, value in own.items())
        return (clash["rule"] == rule and within) or (clash["rule"] == kind and about != "" and here)
    if apart != ("at_most_apart" in clash):
        return False
    if also is None:
        return clash["rule"] == rule and own == group
    apart_from_place = [{key: value for key, value in one.items() if key not in PLACES} for one in (own, group)]
    strip = [re.sub("^(seats|one_seat)/.*", r"\1/", name) for name in (clash["rule"], rule)]
    on = about if kind in ("seats", "one_seat") and about else group.get("panel", also)
    return strip[0] == strip[1] and apart_from_place[0] == apart_from_place[1] and on == also


def load(program, name):
    """What a workload says of a person who counts once: the seats by which they count, against so many times their `used`."""
    _, rule, group, _, *who = name.split("/")
    used = "/".join(["used", rule, group, *who])
    most = program.rows.get("/".join(["max_seats", *who]))
    lifted = "/".join(["rule", rule, group, "lifted", *who])
    lifting = [row for own, row in program.rows.items() if own == lifted or own.startswith(lifted + "/")]
    seats = {column for row in lifting for column in row.terms if column != used}
    if len(who) != 1 or most is None or most.upper is None or not seats or not seats <= most.terms.keys():
        raise Refuted(f"there is no row {name}")
    if any(times != 1 for times in most.terms.values()) or used not in program.columns:
        raise Refuted(f"there is no row {name}")
    return Row(None, 0, {**dict.fromkeys(seats, 1), used: -most.upper})


def check_conflict(program, conflict, proof, also=None):
    """Raises unless the proof shows that the conflict's rules exclude each other."""
    if proof.get("bound") is not None:
        raise Refuted("the proof is of a goal's bound")

    def theirs(row):
        owner = said(row)
        return owner is not None and any(is_of(clash, *owner, also) for clash in conflict["rules"])

    for row in proof["rows"]:
        if said(row) is not None and not theirs(row):
            raise Refuted(f"row {row} is of none of the conflict's rules")
    loads = {row: load(program, row) for row in proof["rows"] if row.split("/")[3:4] == ["load"]}
    columns = dict(program.columns)
    for name, row in program.rows.items():
        if name.split("/")[0] in ("roles", "unavailable", "bar") and theirs(name):
            columns.update((column, (0, 0)) for column in row.terms)
    Proof(Program([], {**program.rows, **loads}, columns), None, [], proof).check()


def check(program, answer):
    """Raises unless every conflict is confirmed; False where one has no proof."""
    proven = True
    for conflict in answer.get("conflicts", []):
        panels = [None, *conflict.get("also", [])]
        proofs = conflict.get("proofs", [])
        if len(proofs) > len(panels):
            raise Refuted("there are more proofs than panels")
        proven &= len(proofs) == len(panels)
        for also, proof in zip(panels, proofs):
            check_conflict(program, conflict, proof, also)
    return proven


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:], check))
