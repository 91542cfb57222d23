"""Who fits a campaign: the profile that it declares of the companies it looks for."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple


class Size(StrEnum):
    """Bands of people employed: the values that ``size`` facts have."""

    TO_10 = "1-10"
    TO_50 = "11-50"
    TO_200 = "51-200"
    TO_1000 = "201-1000"
    MORE = "1000+"


class Technologies(NamedTuple):
    """Names of apps and services as the fingerprints call them, lower case."""

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()


class Catalogue(NamedTuple):
    """How many products a shop that fits has: from ``least`` to ``most``, both included; None is open."""

    least: int | None = None
    most: int | None = None


_ANY_TECHNOLOGIES, _ANY_CATALOGUE = Technologies(), Catalogue()
_NO_POINTS: Mapping[str, int] = MappingProxyType({})


class Target(NamedTuple):
    """Who fits. Empty means any.

    ``countries`` are ISO 3166 alpha-2, ``currencies`` ISO 4217, both upper case; ``languages`` are ISO 639
    codes in lower case. ``weights`` override scoring's own, fit or intent, by name; ``signals`` override
    those of intent only. ``note``: whether a model may comment on a score, which changes nothing.
    """

    platforms: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    weights: Mapping[str, int] = _NO_POINTS
    currencies: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    technologies: Technologies = _ANY_TECHNOLOGIES
    catalogue: Catalogue = _ANY_CATALOGUE
    industries: tuple[str, ...] = ()
    size: tuple[Size, ...] = ()
    signals: Mapping[str, int] = _NO_POINTS
    note: bool = False

    def to_item(self) -> dict[str, Any]:
        """The stored form; what a campaign leaves open is left out of the newer fields."""
        item: dict[str, Any] = {
            "platforms": list(self.platforms),
            "countries": list(self.countries),
            "keywords": list(self.keywords),
            "exclude": list(self.exclude),
            "weights": dict(self.weights),
        }
        rest: dict[str, Any] = {
            "currencies": list(self.currencies),
            "languages": list(self.languages),
            "wanted_technologies": list(self.technologies.wanted),
            "unwanted_technologies": list(self.technologies.unwanted),
            "industries": list(self.industries),
            "size": [size.value for size in self.size],
            "signals": dict(self.signals),
            "note": self.note,
        }
        item |= {name: value for name, value in rest.items() if value}
        if self.catalogue.least is not None:
            item["catalogue_least"] = self.catalogue.least
        if self.catalogue.most is not None:
            item["catalogue_most"] = self.catalogue.most
        return item

    @classmethod
    def from_item(cls, item: Mapping[str, Any]) -> Target:
        """Read the stored form back, of this version or of one that knew fewer fields."""
        return cls(
            platforms=tuple(item.get("platforms", ())),
            countries=tuple(item.get("countries", ())),
            keywords=tuple(item.get("keywords", ())),
            exclude=tuple(item.get("exclude", ())),
            weights=_points(item.get("weights")),
            currencies=tuple(item.get("currencies", ())),
            languages=tuple(item.get("languages", ())),
            technologies=Technologies(
                wanted=tuple(item.get("wanted_technologies", ())),
                unwanted=tuple(item.get("unwanted_technologies", ())),
            ),
            catalogue=Catalogue(
                _optional(item.get("catalogue_least")), _optional(item.get("catalogue_most"))
            ),
            industries=tuple(item.get("industries", ())),
            size=tuple(Size(band) for band in item.get("size", ())),
            signals=_points(item.get("signals")),
            note=bool(item.get("note", False)),
        )


def _points(stored: Mapping[str, Any] | None) -> dict[str, int]:
    return {str(name): int(points) for name, points in (stored or {}).items()}


def _optional(stored: Any) -> int | None:
    return None if stored is None else int(stored)
