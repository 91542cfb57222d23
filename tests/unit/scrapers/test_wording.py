import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.runs import runs_like
from scrapers.wording import plain, tidy


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a  b\t c", "a b c"),
        ("a\u00a0b\u2009c\u3000d", "a b c d"),
        ("in\u00adfo\u200b@\ufeffshop", "info@shop"),
        ("a \n  b", "a \n b"),
        ("“it’s”", "“it’s”"),
    ],
)
def test_plain_text_has_one_kind_of_blank_and_no_invisible_signs(text: str, told: str) -> None:
    assert plain(text) == told


def test_tidy_text_is_one_line_of_a_certain_length() -> None:
    assert tidy(" a\n b\u200b\u00a0 c ", 4) == "a b"


@given(st.text())
def test_any_text_can_be_made_plain(text: str) -> None:
    assert "  " not in plain(text)
    assert "\u00a0" not in plain(text)


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("Welcome to Barenz Builders!", [(11, "Barenz Builders")]),
        ("the Barenz-Builders, barenzbuilders", [(0, "the Barenz-Builders"), (21, "barenzbuilders")]),
        ("info@barenzbuilders.com barenzbuilders.com", []),
        ("Barenz Builderson", []),
        ("a barenz     builders", []),
        ("Größe: Barenz’s BARENZ Builders", [(16, "BARENZ Builders")]),
        ("Barenz\nBuilders", []),
        ("x" * 3_000 + " Barenz Builders", [(3_001, "Barenz Builders")]),
    ],
)
def test_runs_of_words_that_make_up_a_label_are_found_with_their_offset(
    text: str, runs: list[tuple[int, str]]
) -> None:
    assert list(runs_like("barenzbuilders", text)) == runs


@given(st.text(alphabet="Nort hwi-'.d’ü@\n", max_size=80))
def test_every_run_stands_where_it_is_said_to(text: str) -> None:
    for at, run in runs_like("north", text):
        assert text[at : at + len(run)] == run
        assert re.sub(r"[ &'’.-]", "", run.lower()).removeprefix("the") == "north"
