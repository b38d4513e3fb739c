"""The tables of the stored joins (`links.Links`): made anew whenever the joins are, so they need no migration."""

from __future__ import annotations

TABLES = (
    # `story` is the rank of the first report of the story that the report stands in; `unit` the report that is compared
    # in its place, mostly itself; `variant` the one of which it counts as a variant.
    """CREATE TABLE link_reports (
        rank INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, report INTEGER NOT NULL UNIQUE, story INTEGER NOT NULL,
        unit INTEGER NOT NULL, variant INTEGER)""",
    "CREATE INDEX link_reports_by_story ON link_reports (story)",
    "CREATE INDEX link_reports_by_unit ON link_reports (unit, rank) WHERE unit <> rank",
    "CREATE INDEX link_reports_by_variant ON link_reports (variant, rank) WHERE variant IS NOT NULL",
    # What is compared of a report: its words for reprints, its weighed words for stories, its events, the words that
    # these are told in.
    """CREATE TABLE link_parts (
        rank INTEGER PRIMARY KEY, print BLOB NOT NULL, telling BLOB NOT NULL, cards BLOB NOT NULL,
        told BLOB NOT NULL, actors BLOB NOT NULL)""",
    # By what candidates are found: sampled five-grams, sentences (by outlet), the heaviest words.
    "CREATE TABLE link_grams (key INTEGER NOT NULL, rank INTEGER NOT NULL, PRIMARY KEY (key, rank)) WITHOUT ROWID",
    "CREATE TABLE link_words (key INTEGER NOT NULL, rank INTEGER NOT NULL, PRIMARY KEY (key, rank)) WITHOUT ROWID",
    """CREATE TABLE link_passages (
        key INTEGER NOT NULL, outlet INTEGER NOT NULL, rank INTEGER NOT NULL, PRIMARY KEY (key, outlet, rank)
        ) WITHOUT ROWID""",
    "CREATE TABLE link_furniture (key INTEGER PRIMARY KEY)",
    """CREATE TABLE link_reprints (
        copy INTEGER NOT NULL, origin INTEGER NOT NULL, share REAL NOT NULL, whole INTEGER NOT NULL,
        reason TEXT NOT NULL, mutual REAL NOT NULL, PRIMARY KEY (copy, origin)) WITHOUT ROWID""",
    "CREATE INDEX link_reprints_by_origin ON link_reprints (origin)",
    # Likeness of two reports in millionths, kept both ways round.
    """CREATE TABLE link_near (
        one INTEGER NOT NULL, other INTEGER NOT NULL, score INTEGER NOT NULL, PRIMARY KEY (one, other)
        ) WITHOUT ROWID""",
    # How surely events of two reports (or of one) are the same, packed; the smaller rank first.
    """CREATE TABLE link_pairs (
        one INTEGER NOT NULL, other INTEGER NOT NULL, scores BLOB NOT NULL, PRIMARY KEY (one, other)) WITHOUT ROWID""",
    # Events that are told as one. `first_day` is what lists go by (the last day where the first is open); `disputes`
    # counts the fields that are told differently, `tolls` the figures.
    """CREATE TABLE link_happenings (
        number INTEGER PRIMARY KEY, key TEXT NOT NULL, first_day TEXT, earliest TEXT,
        latest TEXT, basis TEXT NOT NULL, reports INTEGER NOT NULL, origins INTEGER NOT NULL,
        disputes INTEGER NOT NULL, tolls INTEGER NOT NULL, members BLOB NOT NULL, why BLOB NOT NULL)""",
    "CREATE INDEX link_happenings_by_day ON link_happenings (first_day, latest, key)",
    "CREATE INDEX link_happenings_long ON link_happenings (latest, first_day) WHERE latest > first_day",
    "CREATE INDEX link_happenings_by_origins ON link_happenings (origins DESC, reports DESC, key)",
    "CREATE INDEX link_happenings_disputed ON link_happenings (origins DESC, reports DESC, key) WHERE disputes > 0",
    "CREATE INDEX link_happenings_counted ON link_happenings (origins DESC, reports DESC, key) WHERE tolls > 0",
    "CREATE TABLE link_events (event INTEGER PRIMARY KEY, happening INTEGER NOT NULL)",
    "CREATE INDEX link_events_by_happening ON link_events (happening)",
    # What a purge or a judgement left to be looked at again.
    "CREATE TABLE link_dirty (kind TEXT NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID",
)
NAMES = (
    "link_reports", "link_parts", "link_grams", "link_words", "link_passages", "link_furniture", "link_reprints",
    "link_near", "link_pairs", "link_happenings", "link_events", "link_dirty",
)  # fmt: skip
