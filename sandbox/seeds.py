"""Randomness that belongs to somebody.

Every draw is seeded by (seed, identity, purpose) and never by the order in which requests happen to arrive,
so a person behaves the same in each run of a seed, whatever the threads and retries around them do.
"""

import hashlib
import random


def digest(*parts: object, length: int = 32) -> str:
    """Lowercase hex of the parts, unambiguous about where one part ends and the next begins."""
    joined = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(joined.encode()).hexdigest()[:length]


class Seed:
    """The seed of a world; hands out a generator for each (identity, purpose)."""

    def __init__(self, number: int) -> None:
        self.number = number

    def rng(self, *identity: object) -> random.Random:
        """A fresh generator for an identity. Not for secrets: it plays dice for invented people."""
        return random.Random(digest(self.number, *identity))  # noqa: S311

    def id(self, *identity: object, length: int = 32) -> str:
        """A random-looking, repeatable id."""
        return digest("id", self.number, *identity, length=length)

    def uuid(self, *identity: object) -> str:
        """A repeatable id in the form of a UUID."""
        raw = self.id("uuid", *identity)
        return f"{raw[:8]}-{raw[8:12]}-4{raw[13:16]}-a{raw[17:20]}-{raw[20:32]}"
