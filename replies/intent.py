"""WARM, COLD or NEUTRAL: what an answer wants, for what no rule has decided.

Offline: a linear model over meanings, words and pieces of words, trained on sentences that the project wrote
(``replies.model``), asked about the whole and about one sentence at a time, guarded by words that are
certain (``replies.guards``). The guards exist because the two errors differ: a false WARM dials somebody who
said no, a false NEUTRAL is read by a person.

- words that decline or step back, in any language known here, make WARM impossible;
- what is written in words that the model has not met is not WARM: no refusal could have been seen;
- WARM needs a share of at least ``WARM_AT``; between that and the rest the answer is NEUTRAL, to be reviewed;
- where a text begins to speak to the machine ("ignore previous instructions"), the rest of it is not read,
  and a person looks.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from replies import guards, seen
from replies.facets import LABEL_OF, Facet, Intent3
from replies.language import READ, language_of
from replies.model.concepts import concepts
from replies.model.features import normalise
from replies.model.vocabulary import share_known
from replies.model.weights import by_label, shares, weights
from replies.patterns import Lazy
from replies.phone import Phone, find_phone
from replies.summary import summarise

if TYPE_CHECKING:
    from replies.meeting import Proposal
    from replies.referral import Referral

WARM_AT = 0.55
SURE_AT = 0.8
REVIEW_BELOW = 0.6
FOREIGN_BELOW = 0.51
"""Of a text of which no more than half of the words are known, a refusal may not have been seen."""
MAX_CHARS = 4000
MAX_END_CHARS = 1200
"""Of a longer answer its beginning and its end are read: who declines may do it in the last line."""
MAX_SENTENCES = 12
_SAYS_SOMETHING = Lazy(r"\w|👍")
# What softens a refusal to "not now" or "not I", and what praises before it declines.
_SOFTENS = frozenset({"later", "now", "again", "maybe", "incharge", "wrong", "busy", "think"})
_PRAISES = frozenset({"good", "interest"})


class Intent(NamedTuple):
    """What an answer wants. ``confidence`` is 0-1.

    ``wants_call``: the writer asks, in words that are known, to be called. ``phone`` is a number that the
    text gives, ``proposal`` a time, ``referral`` somebody else; ``not_before`` the day before which "not now"
    wants no other mail. ``suspicious``: it gives orders to a program, or hides words; ``foreign``: it is
    written in words that are not known here.
    ``needs_review``: a person should look before anything is done. ``summary`` is one sentence.
    """

    label: Intent3
    facet: Facet
    confidence: float
    wants_call: bool
    phone: Phone | None
    summary: str
    needs_review: bool = False
    not_before: date | None = None
    proposal: Proposal | None = None
    referral: Referral | None = None
    suspicious: bool = False
    foreign: bool = False

    @property
    def sure(self) -> bool:
        """Whether hardly anything else can be read in it."""
        return self.confidence >= SURE_AT

    @property
    def surely_cold(self) -> bool:
        """Whether nothing but a refusal can be read in it."""
        return self.label is Intent3.COLD and self.sure


class Beside(NamedTuple):
    """What an answer says beside its wish: read by rule, whoever judges the wish."""

    proposal: Proposal | None = None
    not_before: date | None = None
    referral: Referral | None = None


def model_version() -> str:
    """The version of the offline model: stored with each verdict that it gives."""
    return f"offline-{weights().version}"


def classify(text: str, subject: str = "", region: str | None = None, on: date | None = None) -> Intent:
    """Classify one visible reply offline. Deterministic. ``region`` reads national telephone numbers.

    ``subject`` counts only where the text is empty (people answer in the subject line). ``on`` is the day
    when it was written: without it no day is read from "next Tuesday".
    """
    whole = text.strip() or subject.strip()
    said, orders, suspicious = own_words(whole)
    if not _SAYS_SOMETHING.search(said):
        return _nothing_said(orders, suspicious)
    line = guards.flat(said)
    by_facet = _combined(said)
    shared = by_label(by_facet)
    label, guarded = _guarded(shared, line)
    if (
        label is Intent3.COLD
        and max(by_facet, key=lambda f: by_facet[f]) is Facet.OPT_OUT
        and guards.wants_fewer(line)
    ):
        label, guarded = Intent3.NEUTRAL, True
    if suspicious and label is not Intent3.COLD:
        # What else it says is for a person to read; a refusal is one wherever it stands.
        label, guarded = Intent3.COLD if guards.declines(guards.flat(orders)) else Intent3.NEUTRAL, True
    foreign = _is_foreign(said)
    if foreign and label is Intent3.WARM:
        label, guarded = Intent3.NEUTRAL, True
    facet = _facet(by_facet, label, line)
    if facet is Facet.CALL and guards.refuses_calls(line):
        # "Call me when you have real customers": asks and does not ask.
        label, facet, guarded = Intent3.NEUTRAL, Facet.SKEPTICAL, True
    confidence = round(min(shared[label], 0.5) if guarded else shared[label], 3)
    phone = _phone(said, line, region)
    beside = read_beside(said, facet, phone, on)
    warm = label is Intent3.WARM
    return Intent(
        label=label,
        facet=facet,
        confidence=confidence,
        wants_call=warm and not suspicious and guards.asks_for_call(line),
        phone=phone,
        summary=summarise(facet, beside.proposal, beside.not_before, phone is not None, suspicious),
        needs_review=(
            confidence < REVIEW_BELOW
            or suspicious
            or (foreign and not (label is Intent3.COLD and guards.declines(line)))
            or len(whole) > MAX_CHARS
            or (facet is Facet.SKEPTICAL and _praises(line))
        ),
        not_before=beside.not_before,
        proposal=beside.proposal,
        referral=beside.referral,
        suspicious=suspicious,
        foreign=foreign,
    )


class Words(NamedTuple):
    """What a person reads of a text: up to where it begins to give orders to a program, and from there on.

    ``suspicious``: it gives such orders, in whatever letters, or holds what its reader does not see.
    """

    said: str
    orders: str
    suspicious: bool


def own_words(text: str) -> Words:
    """Cut a text into a person's words and orders to a program."""
    said = seen.plain(_ends(text, 2 * MAX_CHARS)).strip()
    at = guards.to_the_machine(said)
    if at is not None:
        return Words(_ends(said[:at].strip(), MAX_CHARS), _ends(said[at:].strip(), MAX_CHARS), True)
    spelled = seen.undisguised(said)
    ordered = spelled is not None and guards.to_the_machine(spelled) is not None
    return Words(_ends(said, MAX_CHARS), "", ordered or seen.hides(text))


def _ends(text: str, most: int) -> str:
    """The beginning and the end of a text of more than ``most`` characters."""
    if len(text) <= most:
        return text
    return f"{text[: most - MAX_END_CHARS]}\n{text[-MAX_END_CHARS + 1 :]}"


def _praises(line: str) -> bool:
    """Whether words of interest or praise stand in it: beside a doubt, somebody who may be won."""
    return any(found.concept in _PRAISES for found in concepts(normalise(line)))


def _is_foreign(said: str) -> bool:
    """Whether it is written in another language than those of the model, as far as words tell."""
    if share_known(said, weights().words) < FOREIGN_BELOW:
        return True
    spoken = language_of(said)
    return spoken is not None and spoken not in READ


def _phone(said: str, line: str, region: str | None) -> Phone | None:
    """The first number of the sentences that ask for a call, else of the text."""
    first = find_phone(said, region)
    if first is not None and guards.asks_for_call(line):
        for sentence in guards.SENTENCE.split(said):
            if guards.asks_for_call(guards.flat(sentence)) and (found := find_phone(sentence, region)):
                return found
    return first


def read_beside(said: str, facet: Facet, phone: Phone | None, on: date | None) -> Beside:
    """Times and people that a facet makes worth reading."""
    if facet in (Facet.CALL, Facet.MEETING, Facet.INTERESTED) and on is not None:
        from replies.meeting import find_proposal  # the words of days: for answers that may name one

        return Beside(proposal=find_proposal(said, on))
    if facet is Facet.NOT_NOW and on is not None:
        from replies.postponement import find_not_before

        return Beside(not_before=find_not_before(said, on))
    if facet in (Facet.REFERRAL, Facet.WRONG_PERSON):
        from replies.referral import find_referral

        return Beside(referral=find_referral(said, phone=phone))
    return Beside()


def _nothing_said(rest: str, suspicious: bool) -> Intent:
    """No words of a person. What comes after orders to a program may still decline, and nothing else."""
    if rest and guards.declines(guards.flat(rest)):
        label, facet = Intent3.COLD, Facet.NOT_INTERESTED
    else:
        label, facet = Intent3.NEUTRAL, Facet.NOTED
    return Intent(
        label, facet, 0.0, False, None, summarise(facet, suspicious=suspicious),
        needs_review=True, suspicious=suspicious,
    )  # fmt: skip


def _combined(text: str) -> dict[Facet, float]:
    """Shares of the whole, averaged with those of its sentences: long answers greet before they say it."""
    pieces = [p for p in (s.strip() for s in guards.SENTENCE.split(text)) if len(p) > 1][:MAX_SENTENCES]
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


def _guarded(shared: dict[Intent3, float], line: str) -> tuple[Intent3, bool]:
    """The label that certain words leave, and whether they took another away."""
    label = max(shared, key=lambda name: shared[name])
    if label is Intent3.COLD:
        return label, False
    declines, vendor = guards.declines(line), guards.has_vendor(line)
    meant = {found.concept for found in concepts(normalise(line))} if declines or vendor else set()
    if declines and not meant & _SOFTENS:
        return Intent3.COLD, True
    if vendor and not meant & _PRAISES:
        return Intent3.COLD, True
    if label is Intent3.WARM:
        if declines:
            return max(Intent3.COLD, Intent3.NEUTRAL, key=lambda name: shared[name]), True
        if vendor or guards.holds_back(line) or shared[label] < WARM_AT:
            return Intent3.NEUTRAL, True
    return label, declines


def _facet(by_facet: dict[Facet, float], label: Intent3, line: str) -> Facet:
    """The likeliest facet of a label, or the one that certain words name."""
    if label is Intent3.COLD and guards.hostile(line):
        return Facet.HOSTILE
    if label is Intent3.WARM and guards.asks_for_call(line):
        return Facet.CALL
    candidates = {facet: share for facet, share in by_facet.items() if LABEL_OF[facet] is label}
    return max(candidates, key=lambda name: candidates[name])
