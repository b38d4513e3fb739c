"""Source -> Document: visible text, metadata, credits, excluded spans, runs back to source characters."""

from onrecord.clean.document import Unreadable, clean, document_id

__all__ = ["Unreadable", "clean", "document_id"]
