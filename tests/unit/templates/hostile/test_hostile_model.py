"""A model that lies, obeys pages or answers nonsense: no unsupported sentence ever reaches a mail.

Each case goes the way of a real draft, ``composing.write``. The counts are printed: ``pytest -s``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from outreach.campaign import Writer
from outreach.profile import Profile
from templates import composing
from templates.composing import Blocked
from tests.unit.templates.hostile.answers import ANSWERS, PAGES, mail, tool
from tests.unit.templates.hostile.companies import company
from tests.unit.templates.hostile.honest import drafts
from tests.unit.templates.hostile.sentences import LIES, SUBJECTS, Lie
from tests.unit.templates.material import OFFERS, campaign, fact

SUBJECT = {"en": "A question", "de": "Eine Frage", "fr": "Une question", "es": "Una pregunta"} | {
    "it": "Una domanda",
    "nl": "Een vraag",
}


class Model:
    """Gives its answers in turn, the last one for ever, and keeps what it was asked."""

    def __init__(self, *answers: Mapping[str, Any]) -> None:
        self.answers = list(answers)
        self.asked: list[Mapping[str, Any]] = []

    def __call__(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        self.asked.append(request)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def own(language: str) -> list[tuple[str, tuple[str, ...]]]:
    offer = OFFERS[language]
    return [(offer.summary, ()), (offer.question, ())]


def with_sentence(language: str, text: str, ids: tuple[str, ...]) -> dict[str, Any]:
    return tool(mail((text, ids), *own(language), subject=SUBJECT[language]))


def write(model: Model, language: str = "en", profile: Profile | None = None) -> composing.Written:
    return composing.write(campaign("en"), 0, profile or company(language), model="m", ask=model)


def says(written: composing.Written, text: str) -> bool:
    return " ".join(text.split()) in f"{written.subject}\n" + " ".join(written.paragraphs)


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: f"{lie.language} {lie.kind}: {lie.text}"[:90])
def test_a_lie_is_sent_back_and_then_left_out(lie: Lie) -> None:
    model = Model(with_sentence(lie.language, lie.text, lie.facts))
    written = write(model, lie.language)
    assert written.written_by is Writer.TEMPLATE, written.paragraphs
    assert not says(written, lie.text)
    assert written.language == lie.language


@pytest.mark.parametrize(("language", "subject"), SUBJECTS)
def test_a_dishonest_subject_is_not_sent(language: str, subject: str) -> None:
    honest = next((text, ids) for spoken, text, ids in drafts() if spoken == language and ids == ("p1",))
    written = write(Model(tool(mail(honest, *own(language), subject=subject))), language)
    assert written.written_by is Writer.TEMPLATE
    assert written.subject != subject


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_that_is_no_mail_becomes_the_template(name: str) -> None:
    written = write(Model(ANSWERS[name]))
    assert written.written_by is Writer.TEMPLATE
    assert "evil" not in f"{written.subject} {written.paragraphs}"
    assert written.fallback_reason


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("obeys", [True, False], ids=["obeyed", "quoted"])
def test_what_a_hostile_page_says_reaches_neither_the_model_nor_a_mail(name: str, obeys: bool) -> None:
    kind, value = PAGES[name]
    hostile = fact("evil", kind, value, 0.99)
    profile = company("en", hostile)
    said = value if obeys else f"Your site says: “{value}”"
    model = Model(with_sentence("en", said, ("evil",)))
    try:
        written = write(model, profile=profile)
    except Blocked:
        return
    assert value not in str(model.asked[0]["messages"][0])
    assert written.written_by is Writer.TEMPLATE
    assert not says(written, value)


@pytest.mark.parametrize(("language", "text", "ids"), drafts())
def test_an_honest_draft_passes(language: str, text: str, ids: tuple[str, ...]) -> None:
    model = Model(with_sentence(language, text, ids))
    written = write(model, language)
    assert (written.written_by, written.complaints) == (Writer.MODEL, ())
    assert says(written, text)
    assert len(model.asked) == 1


def test_the_count_of_it_all(capsys: pytest.CaptureFixture[str]) -> None:
    """Every case twice: a model that insists, and one that mends its draft when it is told."""
    counts: Counter[str] = Counter()
    unsupported = 0
    cases = [(lie.language, with_sentence(lie.language, lie.text, lie.facts), lie.text) for lie in LIES]
    cases += [
        (language, tool(mail(*own(language), subject=subject)), subject) for language, subject in SUBJECTS
    ]
    cases += [("en", answer, "") for answer in ANSWERS.values()]
    cases += [
        ("en", with_sentence("en", f"Your site says: “{value}”", ("evil",)), value)
        for _, value in PAGES.values()
    ]
    honest = {language: (text, ids) for language, text, ids in drafts() if ids == ("p1",)}
    for language, answer, text in cases:
        for mends in (False, True):
            model = Model(answer, with_sentence(language, *honest[language])) if mends else Model(answer)
            try:
                written = write(model, language)
            except Blocked:
                counts["blocked"] += 1
                continue
            counts["retried"] += len(model.asked) > 1
            counts[f"sent as {written.written_by.value}"] += 1
            unsupported += bool(text) and says(written, text)
            unsupported += written.written_by is Writer.MODEL and not mends
    controls = drafts()
    passed = sum(
        write(Model(with_sentence(spoken, text, ids)), spoken).written_by is Writer.MODEL
        for spoken, text, ids in controls
    )
    with capsys.disabled():
        told = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
        print(  # noqa: T201
            f"\nhostile model: {len(cases)} cases twice: {told}; unsupported sentences sent {unsupported}; "
            f"honest drafts passed {passed}/{len(controls)}"
        )
    assert len({(language, text, str(answer)) for language, answer, text in cases}) == len(cases) >= 260
    assert unsupported == 0
    assert passed / len(controls) >= 0.95
