"""The shared contract: every case answered as the binary answers it, byte for byte."""

import base64
import inspect
import json
import keyword
import os

import convener
import pytest
from convener import _convener

with open(os.environ["CONVENER_CONTRACT"], encoding="utf-8") as file:
    CASES = json.load(file)


def at(document, pointer):
    for step in pointer.split("/")[1:]:
        step = step.replace("~1", "/").replace("~0", "~")
        document = document[int(step)] if isinstance(document, list) else document[step]
    return document


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case):
    text, status = convener.call(case["verb"], base64.b64decode(case["input"]), json.loads(case["options"]))
    assert status == case["status"]
    if case["text"] is not None:
        assert text == case["text"]
    if text.startswith("{"):
        answer = json.loads(text)
        for pointer, value in case["expect"].items():
            assert at(answer, pointer) == value


def test_every_verb_of_the_library_is_here_with_its_options():
    verbs = convener.schema()["verbs"]
    # `import_` stands for a verb whose name is a word of the language.
    assert list(verbs) == _convener.verbs() == [name.rstrip("_") for name in convener.VERBS]
    for name, verb in verbs.items():
        signature = inspect.signature(getattr(convener, name + "_" * keyword.iskeyword(name)))
        # A parsed document has no indentation.
        wanted = set(verb["options"]["properties"]) - {"pretty"}
        assert wanted <= set(signature.parameters), name
        assert ("progress" in signature.parameters) == verb["listens"], name
