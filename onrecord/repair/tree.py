"""Words and where they hang: what every repair of a parse asks and does."""

from __future__ import annotations

from onrecord.syntax import Token

SUBJECT = ("nsubj", "nsubjpass")


def leftmost(token: Token) -> Token:
    """The first word of what hangs from the token on its left without a gap."""
    first = token
    for child in reversed([c for c in token.children if c.i < token.i]):
        edge = leftmost(child)
        if child.i > token.i or rightmost(child) + 1 != first.i:
            break
        first = edge
    return first


def rightmost(token: Token) -> int:
    return max((rightmost(c) for c in token.children if c.i > token.i), default=token.i)


def move(token: Token, head: Token) -> None:
    """Hang the token from another head; left where it is if that head hangs from it, which would make a ring."""
    above = head
    while above is not token and above.head is not above:
        above = above.head
    if above is token:
        return
    token.head.children.remove(token)
    token.head = head
    head.children.append(token)
    head.children.sort(key=lambda t: t.i)


def crown(token: Token, root: Token, dep: str) -> bool:
    """Make the token the root of its sentence and hang what was the root from it; False if that was none."""
    if root.head is not root or root is token:
        return False
    token.head.children.remove(token)
    token.head, token.dep = token, "ROOT"
    root.head, root.dep = token, dep
    token.children.append(root)
    token.children.sort(key=lambda t: t.i)
    return True
