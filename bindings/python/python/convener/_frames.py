"""Data frames as lists of records, and whatever else is no JSON as what it stands for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Dict, List


def plain(value: Any) -> Any:
    """The value in dictionaries, lists, texts, numbers, flags and `None`.

    A data frame becomes a list with a record for each row; a dot in the name of a column reaches into the record, so that
    `expertise.privacy` is the level in privacy, and a cell without a value leaves its field out:

    >>> import pandas
    >>> plain(pandas.DataFrame({"id": ["s1", "s2"], "expertise.privacy": [4, None]}))
    [{'id': 's1', 'expertise': {'privacy': 4}}, {'id': 's2'}]
    """
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        # A column of whole numbers with gaps is one of floating point numbers in pandas.
        return int(value) if value.is_integer() else value
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(inner) for inner in (sorted(value) if isinstance(value, (set, frozenset)) else value)]
    if hasattr(value, "to_dicts"):
        return [record(row) for row in value.to_dicts()]
    if hasattr(value, "itertuples"):
        names = [str(name) for name in value.columns]
        return [record(dict(zip(names, row))) for row in value.itertuples(index=False, name=None)]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if hasattr(value, "to_list"):
        return plain(value.to_list())
    raise TypeError(f"{type(value).__name__} can't stand in a document: {value!r:.60}")


def record(row: Mapping[str, Any]) -> Dict[str, Any]:
    """One row as a record."""
    made: Dict[str, Any] = {}
    for column, cell in row.items():
        if is_missing(cell):
            continue
        *path, name = column.split(".")
        inner = made
        for step in path:
            inner = inner.setdefault(step, {})
            if not isinstance(inner, dict):
                raise ValueError(f"the column {column!r} reaches into {step!r}, which is a column itself")
        if isinstance(inner.get(name), dict):
            raise ValueError(f"the column {name!r} is one that another column reaches into")
        inner[name] = plain(cell)
    return made


def is_missing(cell: Any) -> bool:
    """Whether a cell has no value: `None`, `NaN`, `NaT` or pandas' `NA`."""
    if cell is None:
        return True
    if type(cell).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(cell, float) and cell != cell


__all__: List[str] = []
