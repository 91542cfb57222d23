"""WARM, COLD or NEUTRAL: what an answer wants, for what no rule has decided.

Offline: a linear model over meanings, words and pieces of words, trained on sentences that the project wrote
(``replies.model``), asked about the whole and about one sentence at a time, guarded by words that are
certain (``replies.guards``). The guards exist because the two errors differ: a false WARM dials somebody who
said no, a false NEUTRAL is read by a person.

- words that decline or step back, in any language known here, make WARM impossible;
- WARM needs a share of at least ``WARM_AT``; between that and the rest the answer is NEUTRAL, to be reviewed;
- where a text begins to speak to the machine ("ignore previous instructions"), the rest of it is not read,
  and a person looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from replies import guards, seen
from replies.facets import LABEL_OF, Facet, Intent3
from replies.model.weights import by_label, shares, weights
from replies.patterns import Lazy
from replies.phone import Phone, find_phone

WARM_AT = 0.55
REVIEW_BELOW = 0.6
MAX_CHARS = 4000
MAX_SENTENCES = 12
_SENTENCE = Lazy(r"(?<=[.!?。！？])\s+|(?<=[。！？])|\n+")
_SAYS_SOMETHING = Lazy(r"\w|👍")


@dataclass(frozen=True, slots=True)
class Intent:
    """What an answer wants. ``confidence`` is 0-1. ``phone`` is a number that the text gives.

    ``not_before``: the day before which "not now" wants no other mail, where one is named.
    ``needs_review``: a person should look before anything is done. ``summary`` is one sentence, made of
    words of ours, not of the answer's.
    """

    label: Intent3
    facet: Facet
    confidence: float
    wants_call: bool
    phone: Phone | None
    summary: str
    needs_review: bool = False
    not_before: date | None = None


_SUMMARIES = {
    Facet.INTERESTED: "Is interested.",
    Facet.PRICE: "Asks for the price or an offer.",
    Facet.DETAILS: "Asks for more information.",
    Facet.CALL: "Wants to talk on the phone.",
    Facet.MEETING: "Wants to meet or see a demo.",
    Facet.NOT_INTERESTED: "Is not interested.",
    Facet.HAS_VENDOR: "Already has a supplier or a solution.",
    Facet.HOSTILE: "Is annoyed by the mail.",
    Facet.OBJECTION: "Objects: price, budget or fit.",
    Facet.SKEPTICAL: "Doubts, and asks for proof or for the source of the address.",
    Facet.NOT_NOW: "Not now; may be asked again later.",
    Facet.REFERRAL: "Names somebody else who is responsible.",
    Facet.WRONG_PERSON: "Is the wrong person.",
    Facet.NOTED: "Answers without a clear wish.",
    Facet.OPT_OUT: "Wants no more mail.",
}


def model_version() -> str:
    """The version of the offline model: stored with each verdict that it gives."""
    return f"offline-{weights().version}"


def _combined(text: str) -> dict[Facet, float]:
    """Shares of the whole, averaged with those of its sentences: long answers greet before they say it."""
    pieces = [p for p in (s.strip() for s in _SENTENCE.split(text)) if len(p) > 1][:MAX_SENTENCES]
    total = dict(shares(text))
    if len(pieces) < 2:
        return total
    weight = 1.0
    for piece in pieces:
        own = shares(piece)
        # A greeting or a courtesy has no opinion: its vote counts by how sure the model is of it.
        sure = max(own.values()) ** 2 * (0.2 if max(own, key=lambda f: own[f]) is Facet.NOTED else 1.0)
        weight += sure
        for facet, share in own.items():
            total[facet] += share * sure
    return {facet: share / weight for facet, share in total.items()}


def classify(text: str, subject: str = "", region: str | None = None) -> Intent:
    """Classify one visible reply offline. Deterministic. ``region`` reads national telephone numbers.

    ``subject`` counts only where the text is empty (people answer in the subject line).
    """
    whole = text.strip() or subject.strip()
    said, ordered = own_words(whole)
    suspicious = ordered or seen.hides(whole)
    if not _SAYS_SOMETHING.search(said):
        return Intent(Intent3.NEUTRAL, Facet.NOTED, 0.0, False, None, _SUMMARIES[Facet.NOTED], True)
    line = guards.flat(said)
    by_facet = _combined(said)
    shared = by_label(by_facet)
    label, guarded = _guarded(shared, line)
    candidates = {facet: share for facet, share in by_facet.items() if LABEL_OF[facet] is label}
    facet = max(candidates, key=lambda name: candidates[name])
    if label is Intent3.COLD and guards.hostile(line):
        facet = Facet.HOSTILE
    warm = label is Intent3.WARM
    phone = find_phone(said, region)
    asks_call = guards.asks_for_call(line)
    if warm and asks_call:
        facet = Facet.CALL
    confidence = round(min(shared[label], 0.5) if guarded else shared[label], 3)
    return Intent(
        label=label,
        facet=facet,
        confidence=confidence,
        wants_call=warm
        and not suspicious
        and not guards.refuses_calls(line)
        and (asks_call or phone is not None),
        phone=phone,
        summary=_SUMMARIES[facet],
        needs_review=confidence < REVIEW_BELOW or suspicious,
    )


def own_words(text: str) -> tuple[str, bool]:
    """What a person reads of a text, up to where it gives orders to a program; and whether it gives any."""
    said = seen.plain(text[: 2 * MAX_CHARS])[:MAX_CHARS].strip()
    ordered = guards.to_the_machine(said)
    return (said, False) if ordered is None else (said[:ordered].strip(), True)


def _guarded(shared: dict[Intent3, float], line: str) -> tuple[Intent3, bool]:
    """The label that certain words leave, and whether they took another away."""
    label = max(shared, key=lambda name: shared[name])
    if label is Intent3.WARM:
        if guards.declines(line):
            others = {name: share for name, share in shared.items() if name is not Intent3.WARM}
            return max(others, key=lambda name: others[name]), True
        if guards.holds_back(line) or shared[label] < WARM_AT:
            return Intent3.NEUTRAL, True
    return label, label is Intent3.NEUTRAL and guards.declines(line) and not guards.holds_back(line)
