import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers import marks
from tests.unit.scrapers.pages import document

WORDS = ("kestrel-mark", "kestrel", "mark-of", "<kestrel")


@pytest.fixture(autouse=True)
def known() -> None:
    marks.mark(*WORDS)
    marks.mark("every-kestrel", every=True)


def found(source: str) -> list[str]:
    return [name for name in marks.found_in(source.encode()) if "kestrel" in name or "mark-of" in name]


def test_texts_within_one_another_are_all_found() -> None:
    assert set(found("a <kestrel-mark-of b")) == set(WORDS)


def test_a_mark_is_told_once_and_one_of_which_every_place_counts_each_time() -> None:
    assert found("kestrel kestrel").count("kestrel") == 1
    assert found("every-kestrel every-kestrel").count("every-kestrel") == 2


def test_marks_come_in_the_order_in_which_they_end() -> None:
    assert found("mark-of every-kestrel mark-of every-kestrel")[:2] == ["mark-of", "every-kestrel"]


def test_a_mark_named_later_is_looked_for_from_then_on() -> None:
    assert not marks.is_marked("late-kestrel")
    marks.mark("late-kestrel")
    assert "late-kestrel" in found("a late-kestrel flies")


def test_a_text_of_one_sign_is_no_mark() -> None:
    with pytest.raises(ValueError, match="two characters"):
        marks.mark("k")


@given(st.text(alphabet="kestrlmaof-<ü ", max_size=60))
def test_what_is_found_is_what_a_search_would_find(source: str) -> None:
    assert {name for name in found(source) if name in WORDS} == {name for name in WORDS if name in source}


def test_a_page_answers_for_texts_that_were_never_marked_too() -> None:
    page = document("<p>an unmarked kestrel</p>")
    assert page.holds("kestrel")
    assert page.holds("unmarked")
    assert not page.holds("merlin")
    assert page.holds_any("merlin", "unmarked")
