"""PDFs with a text layer: one Source a file. Needs the extra onrecord[pdf]."""

from onrecord.ingest.pdf.reading import LARGEST, read

__all__ = ["LARGEST", "read"]
