"""How a word is put so far, and how one layer of scope acts on another."""

from __future__ import annotations

from dataclasses import dataclass, replace

from onrecord.reading.status.marks import Local
from onrecord.reading.status.words import USUAL, Effect, Governing
from onrecord.record import Certainty, Status
from onrecord.syntax import Token


@dataclass(frozen=True, slots=True)
class State:
    """A status with the tokens that say so and the rule that made it."""

    status: Status
    certainty: Certainty
    cue: tuple[Token, ...] = ()
    rule: str = ""

    @property
    def actual(self) -> bool:
        return self.status == "asserted"

    @property
    def open(self) -> bool:
        """Neither told as so nor as not so."""
        return self.status in ("planned", "possible", "hypothetical")


PLAIN = State("asserted", "certain")


def marked(outer: State, local: Local | None, *, noun: bool = False) -> State:
    """A word's own marks within what it inherits: "planned not to attend" is denied, "may have left" possible."""
    if local is None or set(local.cue) & set(outer.cue):
        return outer  # "had no plans": the one "no" stands for verb and noun
    own = State(local.status, local.certainty, local.cue, local.rule)
    if own.actual and not outer.actual:
        return outer  # "a toll expected almost certainly to grow"
    if local.rule == "modifier" and outer.status != "denied":
        return own  # "marched against the planned cuts"
    if outer.status == "planned" and outer.rule != "modal" and any(t.lower in ("would", "'d") for t in local.cue):
        return outer  # "the threat that they would strike": future of the past
    if outer.rule == "purpose" and local.rule == "modal" and local.status == "possible":
        if any(t.lower in ("not", "n't") for t in local.cue):
            return replace(own, status="hypothetical")  # "so that it may not be repeated"
        return outer  # "so that they can leave"
    if outer.rule == "seeming" and local.status == "planned" and local.rule == "modal":
        return replace(own, certainty="probable")  # "it seems that they will leave"
    if outer.actual or outer.status == "planned":
        return outer if local.status == "planned" and not outer.actual else own
    if outer.status == "denied":
        twice = local.status == "denied" and not noun  # "no sound and no movement" denies both
        return State("asserted", "probable", outer.cue, "double denial") if twice else outer
    if outer.rule == "fear" and (local.status, local.rule) == ("hypothetical", "modal"):
        return own  # "if they fail, the rebels will shell it, he warned"
    if local.status == "denied" and outer.rule == "condition":
        return outer  # "if they do not leave": neither told as so nor as not so
    if local.status == "denied":  # "may have left without paying", "urged them not to leave"
        return replace(own, certainty="possible")
    return outer


def governed(entry: Governing, cue_state: State, cue: tuple[Token, ...], *, passive: bool) -> State:
    """What hangs from a cue that is itself put as `cue_state`."""
    denied = cue_state.status == "denied"
    effect: Effect = entry.negative if denied else entry.positive
    if passive and not denied and entry.passive is not None:
        effect = entry.passive
    if effect == "reset":
        return PLAIN
    if effect == "same":
        return cue_state
    if effect == "denied" and cue_state.rule == "modal" and entry.name == "causing":
        can = any(t.lower in ("can", "ca", "cannot") for t in cue_state.cue)
        if can:
            return State("hypothetical", "possible", cue_state.cue, "not to be let")  # "we cannot let them win"
    if effect == "asserted" and (denied or not cue_state.open):
        return State("asserted", entry.certainty or "certain", cue, entry.name) if entry.certainty else PLAIN
    made = State(effect, entry.certainty or USUAL[effect], cue_state.cue if denied else cue, entry.name)
    return made if denied or not cue_state.open else _under_open(made, cue_state)


def _under_open(made: State, cue_state: State) -> State:
    """ "may fail to", "will refuse to", "if it plans to": the outer doubt stays."""
    if made.rule == "preventing, avoiding" or cue_state.rule == "raised":
        return State(
            "hypothetical", "possible", cue_state.cue, made.rule
        )  # "to keep them from winning", "failure to pay may ..."
    if made.actual or cue_state.status == "hypothetical":
        return cue_state
    if cue_state.status == "possible":
        return replace(made, certainty="possible") if made.status == "denied" else cue_state
    return made
