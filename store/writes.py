"""What a decision wants written. Handlers return these; one place performs them, all or none."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from boto3.dynamodb.conditions import Attr, ConditionBase

from store.keys import Key

_NOTHING: Mapping[str, Any] = MappingProxyType({})
ABSENT: ConditionBase = Attr("pk").not_exists()
PRESENT: ConditionBase = Attr("pk").exists()


def at_revision(revision: int) -> ConditionBase:
    """Nobody has changed the item since it was read (optimistic locking)."""
    return Attr("rev").eq(revision)


class Put(NamedTuple):
    """Write a whole item.

    ``type`` becomes ``_type``, ``version`` ``_v``. ``gate`` names the condition, so that a refusal can say
    which one refused. ``ttl`` is seconds since the epoch.
    """

    key: Key
    type: str
    attributes: Mapping[str, Any]
    when: ConditionBase | None = None
    gate: str = ""
    gsi1: Key | None = None
    gsi2: Key | None = None
    ttl: int | None = None
    revision: int = 1
    version: int = 1

    def item(self) -> dict[str, Any]:
        """The item as it will stand in the table."""
        item: dict[str, Any] = {
            **{name: value for name, value in self.attributes.items() if value is not None},
            "pk": self.key.pk,
            "sk": self.key.sk,
            "_type": self.type,
            "_v": self.version,
            "rev": self.revision,
        }
        if self.gsi1:
            item |= {"gsi1pk": self.gsi1.pk, "gsi1sk": self.gsi1.sk}
        if self.gsi2:
            item |= {"gsi2pk": self.gsi2.pk, "gsi2sk": self.gsi2.sk}
        if self.ttl is not None:
            item["ttl"] = self.ttl
        return item


class Update(NamedTuple):
    """Change some attributes of an item; the revision grows by one.

    ``add`` increments numbers (an absent one counts as 0). ``create`` fills ``_type`` when the update makes
    the item (a counter). ``gsi1`` and ``gsi2`` move the item in that index; to take it out, remove the two
    attributes (``gsi2pk`` and ``gsi2sk``).
    """

    key: Key
    set: Mapping[str, Any] = _NOTHING
    add: Mapping[str, int] = _NOTHING
    remove: tuple[str, ...] = ()
    when: ConditionBase | None = None
    gate: str = ""
    type: str | None = None
    ttl: int | None = None
    gsi1: Key | None = None
    gsi2: Key | None = None


class Check(NamedTuple):
    """Write nothing, but let the whole transaction fail unless the condition holds."""

    key: Key
    when: ConditionBase
    gate: str


class Delete(NamedTuple):
    """Delete an item."""

    key: Key
    when: ConditionBase | None = None
    gate: str = ""


Write = Put | Update | Check | Delete
