"""The use cases over a store: add, link, query, correct."""
