"""Every template, in every language, with every combination of what may be known of a company."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import pytest

from outreach.campaign import Writer
from outreach.facts import Fact
from outreach.wording import LANGUAGES
from templates import checks, composing, material, render
from templates.choosing import TRADE_OF
from templates.grounding import Ground, unsupported
from tests.unit.templates.material import OFFERS, SENDER, campaign, fact, profile

OPTIONAL = (
    fact("p1", "product", "Yorkshire Breakfast No. 7"),
    fact("n1", "newest_product", "Harbour Blend"),
    fact("t1", "product_type", "Loose leaf"),
    fact("c1", "product_count", "240"),
    fact("s1", "platform", "woocommerce"),
    fact("f1", "founded", "1987"),
    fact("d1", "description", "Tea, blended in Leeds."),
)
COMPANY = fact("co", "company", "Kettle & Co Ltd")
# Nothing, everything, and every combination of what the copy mentions; the description is in no template.
MATRIX = [
    (COMPANY, *chosen)
    for size in range(len(OPTIONAL))
    for chosen in itertools.combinations(OPTIONAL[:-1], size)
] + [(COMPANY, *OPTIONAL), (OPTIONAL[-1],)]
FOLLOW_UPS = [MATRIX[0], MATRIX[-2]]


def no_model(_: object) -> dict[str, object]:
    raise AssertionError("a template asks no model")


def written(name: str, language: str, step: int, facts: tuple[Fact, ...]) -> composing.Written:
    mails = campaign(language, template=name, writer=Writer.TEMPLATE)
    return composing.write(mails, step, profile(*facts, language=language), model="m", ask=no_model)


def cases() -> Iterator[tuple[int, tuple[Fact, ...]]]:
    """Steps with what is known. Only first mails mention facts."""
    yield from ((0, facts) for facts in MATRIX)
    yield from itertools.product((1, 2), FOLLOW_UPS)


def untidy(text: str) -> str | None:
    """What no reader should see."""
    found = re.search(
        r"  |\{|\}|None|undefined|“”|«\s*»|„“|\s[.,](?!\d)|\.\.|\(\)|\bnull\b|,\s*\.|^\s|\s$", text
    )
    return found[0] if found else None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", render.names())
def test_every_template_reads_well_with_whatever_is_known_and_claims_no_more(
    name: str, language: str
) -> None:
    for step, facts in cases():
        mail = written(name, language, step, facts)
        assert mail.language == language
        for text in (mail.subject, *mail.paragraphs):
            assert untidy(text) is None, (step, text)
        assert checks.parts_agree(mail.paragraphs, SENDER)
        assert all(len(paragraph.split()) <= 75 for paragraph in mail.paragraphs)
        check_grounds(mail, name, step, facts)


def check_grounds(mail: composing.Written, name: str, step: int, facts: tuple[Fact, ...]) -> None:
    """What it says of the company stands on facts, without the template's own word for it."""
    language = mail.language
    layout = "intro" if step == 0 else "closing" if step == 2 else "follow_up"
    known = material.variables(campaign(language), profile(*facts, language=language))
    fixed = render.render_copy(name, known, language=language, layout=layout).fixed
    ground = Ground(
        facts={one.id: one for one in material.mentionable(profile(*facts, language=language))},
        allowed_text=OFFERS[language].allowed_text,
        company="Kettle & Co Ltd",
        domain="kettle.example",
        language=language,
    )
    claims = [sentence for sentence in mail.sentences if sentence.facts]
    assert unsupported("", claims, ground) == ()
    # What cites nothing is of the trade or of us: the template's fixed words, and no figure among them.
    for sentence in mail.sentences:
        if not sentence.facts and sentence.text not in OFFERS[language].allowed_text:
            assert not re.search(r"\d", sentence.text)
    assert not re.search(r"\d", fixed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_facts_that_are_there_are_mentioned_and_cited(language: str) -> None:
    mail = written("intro", language, 0, (COMPANY, *OPTIONAL))
    text = " ".join(mail.paragraphs)
    assert all(value in text for value in ("Kettle & Co Ltd", "Harbour Blend", "240", "WooCommerce"))
    assert {identity for sentence in mail.sentences for identity in sentence.facts} == {"n1", "c1", "s1"}
    bare = " ".join(written("intro", language, 0, (COMPANY,)).paragraphs)
    assert "WooCommerce" not in bare
    assert "Kettle & Co Ltd" in bare


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_trade_of_the_company_chooses_the_copy(language: str) -> None:
    texts = set()
    for industry, trade in TRADE_OF.items():
        facts = (COMPANY, fact("i1", "industry", industry))
        mail = written("auto", language, 0, facts)
        assert mail.template == trade
        texts.add(" ".join(mail.paragraphs))
        assert written("auto", language, 1, facts).template == trade
        assert written("auto", language, 2, facts).template == "closing"
    assert len(texts) == len(set(TRADE_OF.values())) >= 8


def test_an_unknown_or_doubtful_trade_has_the_general_copy() -> None:
    assert written("auto", "en", 0, (COMPANY, fact("i1", "industry", "spaceships"))).template == "intro"
    assert written("auto", "en", 0, (COMPANY, fact("i1", "industry", "tea", 0.2))).template == "intro"
    assert written("auto", "en", 1, (COMPANY,)).template == "follow_up"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_the_same_copy_with_the_same_variables(language: str) -> None:
    known = {**material.variables(campaign(), profile(COMPANY, *OPTIONAL))}
    assert render.names(language) == render.names("en")
    for name, layout in itertools.product(render.names(), render.LAYOUTS):
        here = render.render_copy(name, known, language=language, layout=layout)
        assert here.variables == render.render_copy(name, known, layout=layout).variables
