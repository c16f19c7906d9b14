"""The native module: one call for every verb of the library, and a flag that stops it."""

from collections.abc import Callable
from typing import final

__all__ = ["CancelFlag", "__version__", "call", "verbs"]

__version__: str

@final
class CancelFlag:
    """Raised from any thread, it stops a verb soon, which then answers with what it has."""

    def __new__(cls) -> CancelFlag: ...
    def cancel(self) -> None:
        """Raises the flag."""

    @property
    def cancelled(self) -> bool:
        """Whether the flag is raised."""

def call(
    verb: str,
    input: bytes,
    options: bytes,
    progress: Callable[[str], object] | None = None,
    cancel: CancelFlag | None = None,
) -> tuple[str, int]: ...
def verbs() -> list[str]: ...
