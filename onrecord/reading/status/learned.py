"""How sure a statement is where no word says so: the learned tagger's view of a word that the rules let stand."""

from __future__ import annotations

from onrecord.reading.status.state import State
from onrecord.record import Certainty, Tags, Token

# The tagger's factuality (-3 to 3) under which an assertion is less than certain, and over which a denial is. Chosen on
# a tenth of UW that neither saw: r .72 with the rules alone, .76 with these; the same within .001 on either half of it.
_PROBABLE, _POSSIBLE = 2.2, 1.5
_DENIAL_PROBABLE, _DENIAL_POSSIBLE = 0.0, 1.0
_EVENT = 0.5


def doubt(token: Token, state: State, tags: Tags) -> Certainty | None:
    """The lesser certainty of an event word that is plainly asserted or denied; None where it stays as it is."""
    if state.certainty != "certain" or tags.event[token.i] < _EVENT:
        return None
    value = float(tags.factuality[token.i])
    if state.status == "asserted":
        return "possible" if value < _POSSIBLE else "probable" if value < _PROBABLE else None
    if state.status == "denied":
        return "possible" if value > _DENIAL_POSSIBLE else "probable" if value > _DENIAL_PROBABLE else None
    return None
