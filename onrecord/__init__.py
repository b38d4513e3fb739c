"""onrecord reads crisis reports and keeps the record of who said what happened."""

__version__ = "0.1.0"
