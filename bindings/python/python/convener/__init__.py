"""Panels for forums: experts, balance and availability, proven optimal, explained and verified.

Every function here is a verb of the program `convener`, with the same documents, as Python objects:

>>> import convener
>>> forum = {
...     "version": 1, "forum": "demo",
...     "speakers": [{"id": "s1", "preference": {"p1": 1}}, {"id": "s2", "preference": {"p1": 2}}],
...     "panels": [{"id": "p1", "seats": {"moderator": 1}}],
... }
>>> answer = convener.solve(forum)
>>> answer["status"], answer["plan"]
('optimal', [{'panel': 'p1', 'seats': [{'role': 'moderator', 'speaker': 's2'}]}])
"""

from . import _verbs, documents
from ._call import Error, Input, InternalError, Rejected, call
from ._convener import CancelFlag, __version__
from ._verbs import *
from .plan import Plan

VERBS = _verbs.__all__
"""The names of the verbs."""

__all__ = ["VERBS", "CancelFlag", "Error", "Input", "InternalError", "Plan", "Rejected", "__version__", "call", "documents"]
__all__ += _verbs.__all__
