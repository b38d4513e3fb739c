"""Parse arguments, call one function, print."""

from __future__ import annotations

from onrecord import __version__


def main() -> None:
    print(f"onrecord {__version__}")
