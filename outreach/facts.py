"""What a company's own pages say, with the page and the moment each statement came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement taken from one page.

    ``id`` is stable for the same kind, value and page. ``rule`` names the extraction rule. ``confidence``
    is 0-1. ``seen_at`` is ISO 8601 UTC. ``detail`` holds what belongs to the kind (an address's kind, a
    phone's raw spelling). ``at`` says where on the page it stands, for a person who looks it up: a CSS
    selector (``a[href^="mailto:"]``), ``json-ld email``, or an offset in characters into the visible text
    (``text@1204``) or the source (``source@88``). Empty for what was not read from a page.
    """

    id: str
    kind: str
    value: str
    page: str
    rule: str
    confidence: float
    seen_at: str
    detail: Mapping[str, str] = field(default_factory=dict)
    at: str = ""
