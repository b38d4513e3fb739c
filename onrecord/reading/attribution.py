"""Who says what: source, cue and content, nested."""

from __future__ import annotations

from onrecord.record import Attribution, Document, Entities, Judgement, Syntax, Timex


def find_attributions(
    document: Document, syntax: Syntax, entities: Entities, times: tuple[Timex, ...], judgements: dict[int, Judgement]
) -> tuple[Attribution, ...]:
    return ()
