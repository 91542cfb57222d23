"""What the days would cost on AWS: counts × use × price, both from ``infrastructure/prices.yml``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from outreach.campaign import Campaign, Writer

FILE = Path(__file__).resolve().parents[2] / "infrastructure" / "prices.yml"
_TOKEN_CHARS = 4
"""Characters a token, as English text has them on average."""
_SAMPLE_FACTS = 12
_SAMPLE_CHARS = 160
_DRAFT_OUTPUT, _INTENT_OUTPUT = 260, 60  # tokens of one answer: five sentences with ids; one label
_ANSWER_CHARS = 400


class Bill(NamedTuple):
    """US dollars by item (``ses_mail``, ``write_unit`` …), and how much was counted of each."""

    dollars: dict[str, float]
    used: dict[str, float]
    checked_on: str

    @property
    def total(self) -> float:
        return sum(self.dollars.values())


def bill(counts: Mapping[str, int], campaign: Campaign) -> Bill:
    """Price so many ``leads``, ``mails``, ``put_off`` mails and ``answers``."""
    known = _file()
    used: dict[str, float] = {}
    for what, number in counts.items():
        for item, amount in known["usage"][what].items():
            used[item] = used.get(item, 0.0) + number * float(amount)
    written = counts["mails"] if _asks_a_model(campaign) else 0
    used["draft_input_token"] = written * _draft_tokens(campaign)
    used["draft_output_token"] = written * _DRAFT_OUTPUT
    used["classify_input_token"] = counts["answers"] * _intent_tokens()
    used["classify_output_token"] = counts["answers"] * _INTENT_OUTPUT
    prices = known["prices"]
    dollars = {item: amount * prices[item]["usd"] / prices[item]["per"] for item, amount in used.items()}
    return Bill(dollars, used, str(known["checked_on"]))


def _file() -> Any:
    from ruamel.yaml import YAML

    return YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))


def _asks_a_model(campaign: Campaign) -> bool:
    return any(step.writer is Writer.MODEL for step in campaign.steps)


def _draft_tokens(campaign: Campaign) -> int:
    """Of the real request, with facts of the usual number and length."""
    from outreach.facts import Fact
    from templates import drafting

    facts = [
        Fact(f"{n:032x}", "product", "x" * _SAMPLE_CHARS, "p", "r", 1.0, "") for n in range(_SAMPLE_FACTS)
    ]
    request = drafting.request("m", campaign, company="c" * 20, domain="d" * 20, step=0, facts=facts)
    return _tokens(request)


def _intent_tokens() -> int:
    from replies import intent_prompt

    return _tokens(intent_prompt.request("x" * _ANSWER_CHARS, "m"))


def _tokens(request: Mapping[str, Any]) -> int:
    texts: Sequence[Any] = (request["system"], request["messages"], request.get("toolConfig"))
    return sum(len(json.dumps(text)) for text in texts) // _TOKEN_CHARS
