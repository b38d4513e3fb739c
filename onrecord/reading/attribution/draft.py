"""What the finders hand to the assembly: one attribution in token and character intervals."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.syntax import Token


@dataclass(frozen=True, slots=True)
class Draft:
    """Source and cue as token intervals [first, last), content as character intervals, all half-open."""

    head: Token
    cue: tuple[int, int]
    source: tuple[int, int] | None
    source_head: Token | None
    content: tuple[tuple[int, int], ...]
    classes: frozenset[str]
    negated: bool
    rule: str
    likely: float = 1.0
    under: Token | None = (
        None  # the cue of the attribution that this one stands within, where its content does not tell
    )
    told: str = "clause"  # what the content is: a "clause" or quotation, an "act" ("to leave"), a "thing" ("the bill")

    @property
    def cue_start(self) -> int:
        """The character where the cue's head word starts."""
        return self.head.start
