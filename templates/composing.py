"""From a step to a mail: the model's draft when it stands on facts, else the plain copy, else nothing.

The model has two tries: an answer that is refused is sent back once with the complaints. Whatever goes wrong
after that, the plain template is taken and the mail says so. A template is tried with what was read from
pages and then without; one that can't be filled in, or is refused even so, blocks the mail.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from outreach.campaign import Campaign, Writer
from outreach.message import LONGEST_SUBJECT, follow_up_subject, one_line
from outreach.profile import Profile
from outreach.wording import choose as choose_language
from templates import checks, choosing, drafting, material
from templates.drafting import Draft, DraftInvalid
from templates.grounding import Ground, Sentence, Unsupported, unsupported

Ask = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""Puts a Converse request and gives the response, or raises ``Unanswered``."""

_CHECKED = "check_"


class Unanswered(Exception):
    """There is no answer to be had from the model. ``reason`` is a word for the event."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Blocked(Exception):
    """No mail may be written. ``reason`` is a word for the event; ``detail`` what a person should know."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


class Earlier(NamedTuple):
    """A mail of the same conversation that was written before."""

    subject: str
    paragraphs: tuple[str, ...]


class Written(NamedTuple):
    """A finished mail.

    ``complaints`` are sentences of the model that were refused, with the reasons. ``language`` is ISO 639-1;
    ``template`` the copy's name, empty for a mail of the model; ``tries`` how often the model was asked.
    """

    subject: str
    paragraphs: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    written_by: Writer
    fallback_reason: str = ""
    complaints: tuple[str, ...] = ()
    language: str = "en"
    template: str = ""
    tries: int = 0


def write(
    campaign: Campaign, step: int, profile: Profile, *, model: str, ask: Ask, earlier: Sequence[Earlier] = ()
) -> Written:
    """Write the mail of a step; ``earlier``: the conversation so far, oldest first. Raises ``Blocked``.

    It is written in the recipient's language where the campaign has words in it, else in the campaign's.
    """
    mail = _Mail(campaign, step, profile, earlier)
    if mail.campaign.steps[step].writer is Writer.TEMPLATE:
        return mail.from_copy()
    return mail.from_model(model, ask)


class _Mail:
    """One mail while it is written."""

    def __init__(self, campaign: Campaign, step: int, profile: Profile, earlier: Sequence[Earlier]) -> None:
        needed = [campaign.steps[step].template]
        self.campaign = campaign.spoken(choose_language(campaign.wording, profile, needed))
        self.language = self.campaign.wording.language
        self.step = step
        self.profile = profile
        self.earlier = earlier
        self.company = material.company_name(profile)
        self.complaints: list[Unsupported] = []
        self.tries = 0

    # The model's ----------------------------------------------------------------------------------------

    def from_model(self, model: str, ask: Ask) -> Written:
        try:
            draft = self._draft(model, ask)
        except (DraftInvalid, Unanswered) as trouble:
            return self.from_copy(trouble.reason)
        return self._written(
            Writer.MODEL,
            self._subject(draft.subject),
            drafting.paragraphs(draft, self.language),
            draft.sentences,
        )

    def _draft(self, model: str, ask: Ask) -> Draft:
        """A draft without a complaint, in at most two tries. Raises ``DraftInvalid`` or ``Unanswered``."""
        facts = material.mentionable(self.profile)
        if not facts:
            raise DraftInvalid("no_facts", "nothing is known that a mail could mention")
        ground = self._ground({fact.id: fact for fact in facts})
        request = drafting.request(
            model,
            self.campaign,
            company=self.company,
            domain=self.profile.domain,
            step=self.step,
            facts=facts,
            previous=[text for mail in self.earlier for text in mail.paragraphs],
            language=self.language,
        )
        self.tries = 1
        response = ask(request)
        draft = drafting.read(response)
        found = self._judged(draft, ground)
        if found:
            self.complaints += found
            self.tries = 2
            draft = drafting.read(ask(drafting.again(request, response, found)))
            found = self._judged(draft, ground)
        if found:
            self.complaints += found
            raise DraftInvalid(_reason(found[0]), str(found[0]))
        return draft

    def _judged(self, draft: Draft, ground: Ground) -> tuple[Unsupported, ...]:
        # A follow-up on the thread keeps the thread's subject, whatever the model proposes.
        subject = "" if self._continues else draft.subject
        found = unsupported(subject, draft.sentences, ground)
        return found or self._checked(draft.subject, draft.sentences, ground)

    # The template's -------------------------------------------------------------------------------------

    def from_copy(self, fallback_reason: str = "") -> Written:
        """The plain copy: with what was read, or without it where that would be refused."""
        first: Unsupported | None = None
        for with_facts in (True, False):
            written, found = self._copy(fallback_reason, with_facts)
            if not found:
                return written
            first = first or found[0]
        assert first is not None
        raise Blocked(_reason(first), str(first))

    def _copy(self, fallback_reason: str, with_facts: bool) -> tuple[Written, tuple[Unsupported, ...]]:
        # Here, because a mail that the model wrote needs no template engine.
        from templates import citing, render

        chosen = choosing.choose(self.campaign, self.step, self.profile)
        known = material.variables(self.campaign, self.profile, facts=with_facts)
        try:
            filled = render.render_copy(
                chosen.name,
                known,
                language=self.language,
                layout=chosen.layout,
                source=self.campaign.wording.own_template(chosen.name),
            )
            subject = self._subject(None)
        except render.Unresolved as trouble:
            raise Blocked(trouble.reason, str(trouble)) from trouble
        facts = material.facts_of(self.profile) if with_facts else {}
        used = {name: fact for name, fact in facts.items() if name in filled.variables}
        sentences = citing.sentences(filled.paragraphs, used, self.language)
        ground = self._ground(
            {fact.id: fact for fact in facts.values()}, f"{filled.fixed}\n{self._subject_words}"
        )
        found = unsupported("" if self._continues else subject, sentences, ground)
        found = found or self._checked(subject, sentences, ground)
        written = self._written(
            Writer.TEMPLATE, subject, filled.paragraphs, sentences, fallback_reason, chosen.name
        )
        return written, found

    # Both -----------------------------------------------------------------------------------------------

    def _ground(self, facts: Mapping[str, Any], fixed: str = "") -> Ground:
        sender = self.campaign.sender
        own = (self.campaign.offer.allowed_text, sender.name, sender.company, sender.website)
        return Ground(facts, "\n".join(own), self.company, self.profile.domain, self.language, fixed)

    def _checked(
        self, subject: str, sentences: Sequence[Sentence], ground: Ground
    ) -> tuple[Unsupported, ...]:
        texts = tuple(sentence.text for sentence in sentences)
        told = self._thread_subject if self._continues else subject
        return checks.complaints(checks.Written(told, texts, self.step == 0, ground))

    def _written(
        self,
        writer: Writer,
        subject: str,
        paragraphs: tuple[str, ...],
        sentences: tuple[Sentence, ...],
        fallback_reason: str = "",
        template: str = "",
    ) -> Written:
        return Written(
            subject=subject,
            paragraphs=paragraphs,
            sentences=sentences,
            written_by=writer,
            fallback_reason=fallback_reason,
            complaints=tuple(map(str, self.complaints)),
            language=self.language,
            template=template,
            tries=self.tries,
        )

    @property
    def _continues(self) -> bool:
        return self.step > 0 and not self.campaign.steps[self.step].subject

    @property
    def _thread_subject(self) -> str:
        first = self.earlier[0].subject if self.earlier else self._own_subject(0)
        return follow_up_subject(first)

    @property
    def _subject_words(self) -> str:
        from templates import render

        return render.fixed_words(self.campaign.steps[0 if self._continues else self.step].subject)

    def _subject(self, proposed: str | None) -> str:
        """The thread's subject for a follow-up, else what the model proposed, else the campaign's own."""
        if self._continues:
            return self._thread_subject
        return proposed or self._own_subject(self.step)

    def _own_subject(self, step: int) -> str:
        from templates import render

        known = material.variables(self.campaign, self.profile)
        line = one_line(render.render_line(self.campaign.steps[step].subject, known))
        if len(line) > LONGEST_SUBJECT:
            raise render.Unresolved("too_long", f"the subject has {len(line)} characters")
        return line


def _reason(found: Unsupported) -> str:
    """The word for the event: which rule refused."""
    return f"{_CHECKED if found.reason in checks.NAMES else 'unsupported_'}{found.reason}"
