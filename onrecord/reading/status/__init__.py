"""How each predicate is put: token index -> Judgement; a predicate that is absent is asserted and certain."""

from onrecord.reading.status.scope import judge

__all__ = ["judge"]
