"""From Python objects to one call of the library, and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, List, Optional, Tuple, Union

from . import _convener
from ._frames import plain
from .plan import planned

if TYPE_CHECKING:
    from . import documents

Input = Union["documents.Forum", Mapping[str, Any], str, bytes]
"""A document: a dictionary, in which data frames of pandas or polars may stand for lists of records, or JSON text."""

REJECTED, FAULT = 2, 70


class Error(Exception):
    """What every exception of this package is."""


class Rejected(Error, ValueError):
    """The input or an option is refused.

    >>> import convener
    >>> try:
    ...     convener.solve({"version": 1, "forum": "f", "speekers": [], "panels": []})
    ... except convener.Rejected as rejected:
    ...     rejected.faults[0]["pointer"], rejected.faults[0]["hint"]
    ('/speekers', 'did you mean `speakers`?')
    """

    faults: List[documents.Fault]
    """Everything that is wrong, each with `code`, `pointer`, `message` and, where there is something to say, `hint`."""

    def __init__(self, faults: List[documents.Fault]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        lines = [f"{len(self.faults)} fault(s) in the input"]
        for fault in self.faults:
            hint = f" ({fault['hint']})" if fault.get("hint") else ""
            lines.append(f"{fault['code']} at `{fault['pointer']}`: {fault['message']}{hint}")
        return "\n".join(lines)


class InternalError(Error, RuntimeError):
    """A fault of the program itself, never of the input."""


def call(
    verb: str,
    document: Optional[Input] = None,
    options: Optional[Mapping[str, Any]] = None,
    progress: Optional[Callable[[documents.Progress], object]] = None,
    cancel: Optional[_convener.CancelFlag] = None,
) -> Tuple[str, int]:
    """Calls a verb by its name and gives its reply as it stands: the text, and the exit status of the program.

    Nothing is raised of what the reply says.

    >>> import convener
    >>> text, status = convener.call("policies", options={"pretty": True})
    >>> status
    0
    """
    told: Optional[Callable[[str], object]] = None
    if progress is not None:
        listener = progress

        def told(known: str) -> object:
            return listener(json.loads(known))

    asked = written({name: value for name, value in (options or {}).items() if value is not None})
    return _convener.call(verb, b"" if document is None else written(document), asked, told, cancel)


def ask(
    verb: str,
    document: Optional[Input],
    options: Mapping[str, Any],
    progress: Optional[Callable[[documents.Progress], object]] = None,
    cancel: Optional[_convener.CancelFlag] = None,
) -> Any:
    """Calls a verb; the document it gives, or the exception that the document says."""
    text, status = call(verb, document, options, progress, cancel)
    if status not in (REJECTED, FAULT):
        return planned(text) if text.startswith("{") else text
    answer = json.loads(text)
    if status == REJECTED:
        raise Rejected(answer["errors"])
    raise InternalError(answer["message"])


def written(document: Input) -> bytes:
    """The JSON text of a document."""
    if isinstance(document, (bytes, bytearray, memoryview)):
        return bytes(document)
    if isinstance(document, str):
        return document.encode("utf-8", "surrogatepass")
    text = json.dumps(plain(document), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")
