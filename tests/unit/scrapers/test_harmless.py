import pytest

from scrapers.harmless import harmless
from scrapers.marks import found_in


def read(markup: str) -> str:
    return harmless(markup, found_in(markup.encode()))


@pytest.mark.parametrize(
    "markup",
    [
        "<p>plain <b>bold <i>both</i></b> text</p>",
        "<b>" * 10 + "x" + "</b>" * 10,
        "<b>x</b>" * 5_000,
        "<select>" + "<option>a</option>" * 500 + "</select>",
        "<div>" * 300 + "x" + "</div>" * 300,
        '<div data-json="' + "x" * 50_000 + '">',
        "<p>" + "a paragraph without any tag " * 5_000,
        "<script>" + "if(a<b){c(d)} " * 2_000 + "</script><p>x",
        "<ul>" + "<li>x" * 20_000,
    ],
)
def test_markup_that_is_meant_to_be_read_stays_as_it_is(markup: str) -> None:
    assert read(markup) == markup


@pytest.mark.parametrize("tag", ["b", "STRONG", "fOnt", "i"])
def test_formatting_that_is_left_open_again_and_again_loses_its_tags_and_keeps_its_text(tag: str) -> None:
    assert read(f"<p><{tag} a=1>x " * 100) == "<p>x " * 100


def test_names_that_begin_like_a_formatting_tag_are_left_alone() -> None:
    markup = "<body><section><input><span><ul><br><base>" + "<b>" * 20 + "x"
    assert read(markup) == "<body><section><input><span><ul><br><base>x"


def test_thousands_of_options_become_blanks() -> None:
    assert read("<select>" + "<option>a" * 5_000) == "<select>" + " a" * 5_000


def test_markup_ends_where_it_nests_too_deep() -> None:
    assert read("<div>" * 20_000).count("<div>") == 400


def test_an_end_tag_without_a_start_hides_no_depth() -> None:
    assert read("<div></x>" * 20_000).count("<div>") == 400


def test_a_tag_of_thousands_of_attributes_keeps_its_first() -> None:
    markup = "<p>before<div " + " ".join(f"a{n}" for n in range(20_000)) + ">after"
    short = read(markup)
    assert len(short) < 4_000
    assert short.startswith("<p>before<div a0 a1 ")
    assert short.endswith(">after")


def test_data_in_a_script_is_not_taken_for_the_end_of_it() -> None:
    data = "[" + '"a b", ' * 5_000 + "]"
    markup = f"<script>if(i<n){{x={data}}}</script><p>after</p>"
    assert read(markup).endswith("</script><p>after</p>")
