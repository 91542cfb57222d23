"""How a campaign comes to addresses: which services it may ask, how often, and whether it may probe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

PROVIDERS = ("hunter", "tomba")
"""The services that a campaign may name, each of which wants a key."""

LOOKUPS_PER_RUN = 50
"""What a campaign that names a provider may spend where it says nothing else."""


class AddressPolicy(NamedTuple):
    """Without ``providers`` nobody is asked. ``lookups_per_run`` bounds paid questions, over all providers.

    ``probe``: whether an address's mail server may be asked over SMTP if it would take a mail. ``persons``:
    whether a person's own mailbox may be written to where the company shows no other.
    """

    providers: tuple[str, ...] = ()
    lookups_per_run: int = 0
    probe: bool = False
    persons: bool = False

    def to_item(self) -> dict[str, Any]:
        return {
            "providers": list(self.providers),
            "lookups_per_run": self.lookups_per_run,
            "probe": self.probe,
            "persons": self.persons,
        }

    @classmethod
    def from_item(cls, item: Mapping[str, Any]) -> AddressPolicy:
        """Read the stored form back; an empty map is the policy of campaigns that never named one."""
        return cls(
            providers=tuple(item.get("providers", ())),
            lookups_per_run=int(item.get("lookups_per_run", 0)),
            probe=bool(item.get("probe", False)),
            persons=bool(item.get("persons", False)),
        )
