"""The order of reports, the same whenever they were added: by date, then by a hash of the id; undated ones last."""

from __future__ import annotations

import datetime
import hashlib

_EPOCH = datetime.datetime(1900, 1, 1)
_QUARTERS, _HASH = 23, 40  # bits: quarters of an hour until 2139, and what tells reports of one quarter apart
_LAST = (1 << _QUARTERS) - 1
UNDATED = _LAST << _HASH  # ranks from here on are of reports without a date


def rank(published: str | None, report: str) -> int:
    """A number of 63 bits that orders reports, oldest first. No time zone is applied: days are taken as written."""
    code = int.from_bytes(hashlib.blake2b(report.encode("utf-8", "surrogatepass"), digest_size=5).digest())
    return (_quarter(published) << _HASH) + code


def quarters(rank: int) -> int:
    """Of an hour, until the report of that rank; those of two reports tell how far apart they are."""
    return rank >> _HASH


def _quarter(published: str | None) -> int:
    try:
        moment = datetime.datetime.fromisoformat(published or "").replace(tzinfo=None)
    except ValueError:
        try:
            moment = datetime.datetime.fromisoformat((published or "")[:10])
        except ValueError:
            return _LAST
    return max(0, min(_LAST - 1, int((moment - _EPOCH).total_seconds()) // 900))
