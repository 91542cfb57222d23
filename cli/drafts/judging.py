"""What the checks say of a text that a person wrote.

Some things no mail may have, whoever wrote it: an empty or overlong subject, a thread that there is none of,
an invisible sign. Others a person may answer for: sentences that no fact supports, and what
``templates.checks`` finds. A sentence that was not changed rests on what it did.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from cli.errors import Trouble
from outreach.message import LONGEST_SUBJECT, one_line

if TYPE_CHECKING:
    from cli.connection import Connection
    from outreach.campaign import Campaign
    from outreach.profile import Profile
    from store.drafts import Draft
    from templates.grounding import Ground, Sentence

MOST_WORDS = 300
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=\S)")
_GREETING = re.compile(r"[^.!?]{1,60},")
_THREAD = re.compile(r"^\s*(?:re|aw|fwd?|wg)\s*:", re.IGNORECASE)


class Judged(NamedTuple):
    """A text after the checks. ``wrong`` can't be sent; ``complaints`` can, if a person answers for them."""

    subject: str
    paragraphs: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    wrong: tuple[str, ...]
    complaints: tuple[str, ...]


def judge(connection: Connection, draft: Draft, subject: str, paragraphs: tuple[str, ...]) -> Judged:
    """Hold a text to the checks, and find the facts that its sentences rest on."""
    from store import campaigns, recipients

    profile = recipients.profile(connection.table, draft.lead_id)
    campaign = campaigns.version(connection.table, draft.campaign_id, draft.campaign_version)
    if profile is None or campaign is None:
        raise Trouble("nothing is known any more that the text could rest on", "reject the draft")
    ground = _ground(campaign.seen_by(draft.lead_id), profile)
    known = {str(one["text"]): one for one in draft.sentences}
    sentences: list[Sentence] = []
    complaints: list[str] = []
    for paragraph in paragraphs:
        for text in _SENTENCE_END.split(paragraph):
            sentence, problem = _sentence(text, known, draft, ground)
            sentences.append(sentence)
            complaints += [problem] if problem else []
    if subject != draft.subject:
        complaints += _of_subject(subject, sentences, ground)
    complaints += _of_mail(draft, subject, sentences, ground)
    wrong = _wrong(draft, subject, paragraphs)
    return Judged(one_line(subject), paragraphs, tuple(sentences), wrong, tuple(dict.fromkeys(complaints)))


def _of_mail(draft: Draft, subject: str, sentences: list[Sentence], ground: Ground) -> list[str]:
    """What is wrong with the mail as a whole: pressure, shouting, spam, length, another language."""
    from templates import checks

    texts = tuple(one.text for one in sentences if not _GREETING.fullmatch(one.text))
    return [str(one) for one in checks.complaints(checks.Written(subject, texts, draft.step == 0, ground))]


def _wrong(draft: Draft, subject: str, paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    found = []
    if not one_line(subject):
        found.append("the subject is empty")
    if len(subject) > LONGEST_SUBJECT:
        found.append(f"the subject has {len(subject)} characters, {LONGEST_SUBJECT} are allowed")
    if subject != one_line(subject) or any(text != one_line(text) for text in paragraphs):
        found.append("the text holds signs that cannot be seen, or line breaks within a line")
    continues = bool(_THREAD.match(draft.subject))
    if _THREAD.match(subject) and not continues:
        found.append("the subject pretends to answer a mail: there was none")
    if continues and subject != draft.subject:
        found.append("the mail answers on a thread, whose subject it keeps")
    if not paragraphs:
        found.append("the text is empty")
    words = sum(len(text.split()) for text in paragraphs)
    if words > MOST_WORDS:
        found.append(f"the text has {words} words, {MOST_WORDS} are allowed")
    return tuple(found)


def _ground(campaign: Campaign, profile: Profile) -> Ground:
    """What the text may stand on: all facts worth a mention, and the campaign's words in its language."""
    from outreach.wording import choose
    from templates import material
    from templates.grounding import Ground

    spoken = campaign.spoken(choose(campaign.wording, profile, ()))
    facts = {fact.id: fact for fact in material.mentionable(profile)}
    own = "\n".join(
        (spoken.offer.allowed_text, spoken.sender.name, spoken.sender.company, spoken.sender.website)
    )
    company = material.company_name(profile)
    return Ground(facts, own, company, profile.domain, spoken.wording.language)


def _sentence(
    text: str, known: Mapping[str, Mapping[str, Any]], draft: Draft, ground: Ground
) -> tuple[Sentence, str]:
    """A sentence with the facts it rests on, and what is wrong with it."""
    from templates.grounding import Sentence

    if text in known:
        return Sentence(text, tuple(known[text]["facts"])), ""
    written = any(text in paragraph for paragraph in draft.paragraphs)
    if written or _GREETING.fullmatch(text):
        return Sentence(text), ""
    return _supported(text, ground)


def _supported(text: str, ground: Ground) -> tuple[Sentence, str]:
    """A person names no facts: the sentence may rest on any that fit it, alone or together."""
    from templates.grounding import Sentence, unsupported

    plain = Sentence(text)
    found = unsupported("", [plain], ground)
    if not found:
        return plain, ""
    used = [
        identity
        for identity in ground.facts
        if all(one.reason != "fact_unused" for one in unsupported("", [Sentence(text, (identity,))], ground))
    ]
    for facts in [*((identity,) for identity in used), tuple(used)]:
        if facts and not unsupported("", [Sentence(text, facts)], ground):
            return Sentence(text, facts), ""
    return plain, str(found[0])


def _of_subject(subject: str, sentences: list[Sentence], ground: Ground) -> list[str]:
    from templates.grounding import Sentence, unsupported

    cited = [Sentence(one.text, one.facts) for one in sentences if set(one.facts) <= set(ground.facts)]
    return [str(one) for one in unsupported(subject, cited, ground) if one.sentence == subject]
