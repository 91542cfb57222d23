"""The invented companies and people: data files and their loader."""

from sandbox.world.load import Company, Person, World

__all__ = ["Company", "Person", "World"]
