"""Malformed input for a bounded time: every answer is a document, and nothing is raised but what the package names."""

import json
import pathlib
import random
import time

import convener

SECONDS = 5
RICH = (pathlib.Path(__file__).parents[3] / "tests/data/every-field.json").read_bytes()
PIECES = [b"{", b"}", b"[", b"]", b'"', b",", b"\\ud800", b"1e999", b"null", b"\xff", b"\0", b"99999999999999999999"]


def test_malformed_bytes_are_answered():
    dice, until, rejected = random.Random(7), time.monotonic() + SECONDS, 0
    while time.monotonic() < until:
        data = bytearray(RICH)
        for _ in range(dice.randint(1, 3)):
            at = dice.randrange(len(data))
            data[at : at + dice.choice([0, 1, 40])] = dice.choice(PIECES)
        verb = dice.choice(["audit", "export", "solve"])
        options = {"time_limit": 0} if verb == "solve" else {}
        text, status = convener.call(verb, bytes(data), options)
        assert status in (0, 1, 2, 3), text
        rejected += status == 2
        assert verb == "export" and status == 0 or json.loads(text)["version"] == 1
    assert rejected > 50
