"""Paths, addresses and standard input -> Source: what was given, decoded, with where it came from.

`gather` is the one entry. Whatever cannot be taken in becomes a Failure that names it and says what to do; the rest is
still read. Nothing here looks into what a text says.
"""

from onrecord.ingest.gather import NoSuchInput, gather
from onrecord.ingest.meter import Meter
from onrecord.ingest.published import BadDate, parse_published

__all__ = ["BadDate", "Meter", "NoSuchInput", "gather", "parse_published"]
