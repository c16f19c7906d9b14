"""A plan: the list that the answer has, which can become a data frame."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Dict, List, Literal, overload

if TYPE_CHECKING:
    import pandas as _pandas
    import polars as _polars

    from .documents import PanelSeats

    _Base = List[PanelSeats]
else:
    _Base = list


class Plan(_Base):
    """For each panel, in the forum's order, its seats.

    It is the list of the document, and nothing else:

    >>> plan = Plan([{"panel": "p1", "seats": [{"role": "moderator", "speaker": "s2"}]}])
    >>> plan[0]["panel"]
    'p1'
    >>> plan.to_frame().to_dict("records")
    [{'panel': 'p1', 'role': 'moderator', 'speaker': 's2'}]
    """

    def rows(self) -> List[Dict[str, str]]:
        """One record for each seat: `panel`, `role` and `speaker`, as a forum's `draft` has them."""
        return [
            {"panel": panel["panel"], "role": seat["role"], "speaker": seat["speaker"]}
            for panel in self
            for seat in panel["seats"]
        ]

    @overload
    def to_frame(self) -> _pandas.DataFrame: ...
    @overload
    def to_frame(self, library: Literal["pandas"]) -> _pandas.DataFrame: ...
    @overload
    def to_frame(self, library: Literal["polars"]) -> _polars.DataFrame: ...
    def to_frame(self, library: Literal["pandas", "polars"] = "pandas") -> Any:
        """A data frame of pandas or polars with a row for each seat; the library must be installed."""
        names = ["panel", "role", "speaker"]
        columns: Dict[str, List[str]] = {name: [row[name] for row in self.rows()] for name in names}
        if library == "polars":
            import polars

            return polars.DataFrame(columns, schema={name: polars.String for name in names})
        if library == "pandas":
            import pandas

            return pandas.DataFrame(columns, columns=names)
        raise ValueError(f"no frames of {library!r}: one of 'pandas', 'polars'")


def planned(text: str) -> Any:
    """Reads a document, its plans as `Plan`."""
    from .documents import PLANS

    def noticed(entry: Dict[str, Any]) -> Dict[str, Any]:
        for name in PLANS.intersection(entry):
            if isinstance(entry[name], list):
                entry[name] = Plan(entry[name])
        return entry

    return json.loads(text, object_hook=noticed)
