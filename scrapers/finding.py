"""What an extractor says: a fact that does not know its page and moment yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """``kind`` is one of the kinds of ``outreach.facts``; ``rule`` names the extraction rule.

    ``confidence`` is 0-1 and set by the rule, not estimated: 0.9 and above where the page states the thing in
    a form made for machines, about 0.7 where it is plain to a reader, below 0.5 where it is inferred.

    ``at`` is where on the page it stands: a CSS selector of its element (``meta[property="og:site_name"]``,
    ``footer``), ``json-ld KEY`` for structured data, ``text@N``, ``flow@N`` or ``source@N`` for an offset in
    characters into ``Document.text``, ``Document.flow`` or ``Document.markup``, ``header NAME`` for a
    response header, ``host NAME`` for an address that the page calls, ``url`` for the page's own address.
    """

    kind: str
    value: str
    rule: str
    confidence: float
    detail: Mapping[str, str] = field(default_factory=dict)
    at: str = ""
