"""From a step to a mail: the model's draft when it stands on facts, else the plain copy, else nothing.

The model has two tries: an answer with unsupported sentences is sent back once with the complaints. Whatever
goes wrong after that, the plain template is taken and the mail says so; only a template that can't be filled
in blocks the mail.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from outreach.campaign import Campaign, Writer
from outreach.message import LONGEST_SUBJECT, follow_up_subject, one_line
from outreach.profile import Profile
from templates import drafting, material
from templates.drafting import Draft, DraftInvalid
from templates.grounding import Ground, Sentence, Unsupported, unsupported

Ask = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""Puts a Converse request and gives the response, or raises ``Unanswered``."""


class Unanswered(Exception):
    """There is no answer to be had from the model. ``reason`` is a word for the event."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Blocked(Exception):
    """No mail may be written. ``reason`` is a word for the event."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Earlier:
    """A mail of the same conversation that was written before."""

    subject: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A finished mail. ``complaints`` are sentences of the model that were refused, with the reasons."""

    subject: str
    paragraphs: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    written_by: Writer
    fallback_reason: str = ""
    complaints: tuple[str, ...] = ()


def write(
    campaign: Campaign, step: int, profile: Profile, *, model: str, ask: Ask, earlier: Sequence[Earlier] = ()
) -> Written:
    """Write the mail of a step; ``earlier``: the conversation so far, oldest first. Raises ``Blocked``."""
    if campaign.steps[step].writer is Writer.TEMPLATE:
        return _copy(campaign, step, profile, earlier)
    complaints: list[Unsupported] = []
    try:
        draft = _draft(campaign, step, profile, model, ask, earlier, complaints)
    except (DraftInvalid, Unanswered) as trouble:
        return _copy(campaign, step, profile, earlier, trouble.reason, complaints)
    return Written(
        subject=_subject(campaign, step, profile, earlier, draft.subject),
        paragraphs=drafting.paragraphs(draft),
        sentences=draft.sentences,
        written_by=Writer.MODEL,
        complaints=tuple(map(str, complaints)),
    )


def _draft(
    campaign: Campaign,
    step: int,
    profile: Profile,
    model: str,
    ask: Ask,
    earlier: Sequence[Earlier],
    complaints: list[Unsupported],
) -> Draft:
    """A draft without a complaint, in at most two tries. Raises ``DraftInvalid`` or ``Unanswered``."""
    facts = material.mentionable(profile)
    if not facts:
        raise DraftInvalid("no_facts", "nothing is known that a mail could mention")
    company = material.variables(campaign, profile)["company"]
    ground = Ground({fact.id: fact for fact in facts}, campaign.offer.allowed_text, company, profile.domain)
    request = drafting.request(
        model,
        campaign,
        company=company,
        domain=profile.domain,
        step=step,
        facts=facts,
        previous=[text for mail in earlier for text in mail.paragraphs],
    )
    response = ask(request)
    draft = drafting.read(response)
    found = _judge(draft, step, campaign, ground)
    if found:
        complaints += found
        draft = drafting.read(ask(drafting.again(request, response, found)))
        found = _judge(draft, step, campaign, ground)
    if found:
        complaints += found
        raise DraftInvalid(f"unsupported_{found[0].reason}", str(found[0]))
    return draft


def _judge(draft: Draft, step: int, campaign: Campaign, ground: Ground) -> tuple[Unsupported, ...]:
    # A follow-up on the thread keeps the thread's subject, whatever the model proposes.
    subject = "" if _continues(campaign, step) else draft.subject
    return unsupported(subject, draft.sentences, ground)


def _copy(
    campaign: Campaign,
    step: int,
    profile: Profile,
    earlier: Sequence[Earlier],
    fallback_reason: str = "",
    complaints: Sequence[Unsupported] = (),
) -> Written:
    # Here, because a mail that the model wrote needs no template engine.
    from templates import render

    try:
        copy = render.render_copy(campaign.steps[step].template, material.variables(campaign, profile))
        subject = _subject(campaign, step, profile, earlier, None)
    except render.Unresolved as trouble:
        raise Blocked(trouble.reason) from trouble
    facts = material.facts_behind(copy.variables, profile)
    return Written(
        subject=subject,
        paragraphs=copy.paragraphs,
        sentences=(Sentence(" ".join(copy.paragraphs), facts),),
        written_by=Writer.TEMPLATE,
        fallback_reason=fallback_reason,
        complaints=tuple(map(str, complaints)),
    )


def _continues(campaign: Campaign, step: int) -> bool:
    return step > 0 and not campaign.steps[step].subject


def _subject(
    campaign: Campaign, step: int, profile: Profile, earlier: Sequence[Earlier], proposed: str | None
) -> str:
    """The thread's subject for a follow-up, else what the model proposed, else the campaign's own."""
    if _continues(campaign, step):
        first = earlier[0].subject if earlier else _own_subject(campaign, 0, profile)
        return follow_up_subject(first)
    return proposed or _own_subject(campaign, step, profile)


def _own_subject(campaign: Campaign, step: int, profile: Profile) -> str:
    from templates import render

    line = one_line(render.render_line(campaign.steps[step].subject, material.variables(campaign, profile)))
    if len(line) > LONGEST_SUBJECT:
        raise render.Unresolved("too_long", f"the subject has {len(line)} characters")
    return line
