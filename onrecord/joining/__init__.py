"""Many reports, one record: reprints, stories, same events and what follows from them, over the reports of a ledger.

Joins are derived from the frozen records, never stored in their place: the same reports give the same joins in any
order of adding, and forgetting a report takes it out of every join. What a person says of two events or reports binds,
and is shown as a reason with its author. `join` makes them at once, in memory; a ledger keeps them (`stored`) and
brings them up to date with what is added (`link`).
"""

from onrecord.joining.at_once import (
    BY_PROGRAM,
    Happening,
    Joined,
    Similar,
    Told,
    Why,
    clusters,
    given,
    join,
    links_of,
    newest,
)
from onrecord.joining.linker import VERSION, Linked, act, current, forget, kept, link, missing, relink
from onrecord.joining.stored import Joins

__all__ = [
    "BY_PROGRAM", "VERSION", "Happening", "Joined", "Joins", "Linked", "Similar", "Told", "Why", "act", "clusters",
    "current", "forget", "given", "join", "kept", "link", "links_of", "missing", "newest", "relink",
]  # fmt: skip
