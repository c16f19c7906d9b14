"""Data frames in and out."""

import math

import convener
import numpy
import pandas
import polars
import pytest
from convener._frames import plain

PANELS = [{"id": "p1", "topics": ["privacy"], "slot": "d1", "seats": {"panellist": 2}}]
POOL = [
    {"id": "s1", "gender": "woman", "expertise": {"privacy": 4}, "attributes": {"age": 23}, "roles": ["panellist"]},
    {"id": "s2", "attributes": {"age": 40, "newcomer": True}},
    {"id": "s3", "gender": "man", "expertise": {"privacy": 1}, "cost": 12.5},
]
COLUMNS = {
    "id": ["s1", "s2", "s3"],
    "gender": ["woman", None, "man"],
    "expertise.privacy": [4, None, 1],
    "attributes.age": [23, 40, None],
    "attributes.newcomer": [None, True, None],
    "roles": [["panellist"], None, None],
    "cost": [None, None, 12.5],
}


@pytest.mark.parametrize("frame", [pandas.DataFrame, polars.DataFrame])
def test_a_frame_is_its_records(frame):
    assert plain(frame(COLUMNS)) == POOL
    forum = {"version": 1, "forum": "f", "speakers": frame(COLUMNS), "panels": PANELS}
    assert convener.solve(forum) == convener.solve({**forum, "speakers": POOL})


def test_frames_of_panels_and_of_missing_values():
    panels = pandas.DataFrame({"id": ["p1"], "topics": [["privacy"]], "slot": ["d1"], "seats.panellist": [2]})
    assert plain(panels) == PANELS
    missing = pandas.DataFrame({"id": ["s1"], "gender": [pandas.NA], "name": [pandas.NaT], "cost": [math.nan]})
    assert plain(missing) == [{"id": "s1"}]


def test_numbers_of_numpy_are_numbers():
    assert plain({"a": numpy.int64(3), "b": numpy.float32(0.5), "c": numpy.array([1, 2]), "d": numpy.bool_(True)}) == {
        "a": 3, "b": 0.5, "c": [1, 2], "d": True,
    }


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_plan_becomes_a_frame_and_a_draft(library):
    forum = {"version": 1, "forum": "f", "speakers": POOL, "panels": PANELS}
    plan = convener.solve(forum)["plan"]
    frame = plan.to_frame(library)
    assert list(frame.columns) == ["panel", "role", "speaker"]
    # Levels 4 and 1 are the best two of 4, none and 1.
    assert list(frame["speaker"]) == ["s1", "s3"]
    assert convener.audit({**forum, "draft": frame})["status"] == "clean"


def test_an_empty_plan_is_an_empty_frame():
    assert list(convener.Plan().to_frame().columns) == ["panel", "role", "speaker"]
    assert convener.Plan().to_frame("polars").shape == (0, 3)


def test_what_is_no_document_is_refused_by_name():
    with pytest.raises(TypeError, match="object can't stand in a document"):
        convener.solve({"forum": object()})
    with pytest.raises(ValueError, match="JSON compliant"):
        convener.solve({"version": math.inf})
    with pytest.raises(ValueError, match="reaches into"):
        plain(pandas.DataFrame({"expertise": ["a"], "expertise.b": [1]}))
    with pytest.raises(ValueError, match="another column reaches into"):
        plain(pandas.DataFrame({"expertise.b": [1], "expertise": ["a"]}))
    with pytest.raises(ValueError, match="no frames of 'arrow'"):
        convener.Plan().to_frame("arrow")


def test_a_column_that_the_format_does_not_know_is_a_fault_of_the_forum():
    with pytest.raises(convener.Rejected) as rejected:
        convener.solve({"version": 1, "forum": "f", "speakers": pandas.DataFrame({"id": ["s1"], "gnder": ["x"]}), "panels": PANELS})
    fault = rejected.value.faults[0]
    assert (fault["pointer"], fault["hint"]) == ("/speakers/0/gnder", "did you mean `gender`?")
