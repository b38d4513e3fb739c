"""Actors across reports: the same person, organization or place joined with reasons, namesakes kept apart.

    cards = [card for record in records for card in actor_cards(record)]
    for actor in cluster(cards): actor.name, actor.members, actor.joins, actor.unsure

For joins that are stored and brought up to date: `keys(card)` are the blocks of a card; cards that share no block, not
even through others (`components`), never touch each other, so that only the components of added reports are to be
clustered again. `compare` gives the score and the reasons of two cards alone.
"""

from __future__ import annotations

from onrecord.linking.actors.cards import ActorCard, Setting, actor_cards, keys
from onrecord.linking.actors.clusters import cluster, components
from onrecord.linking.actors.likeness import SAME, UNSURE, Likeness, compare
from onrecord.linking.actors.nodes import Actor, Link

__all__ = [
    "SAME", "UNSURE", "Actor", "ActorCard", "Likeness", "Link", "Setting", "actor_cards", "cluster", "compare",
    "components", "keys",
]  # fmt: skip
