from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import panels
from dashboard.markup import Html, el, plain, text, web_address
from dashboard.model import FactRow, Happening, Letter
from dashboard.views import timeline

HOSTILE = "<script>alert(1)</script>\" onload='x' &amp; <img src=x onerror=y>"


class Reader(HTMLParser):
    """What a browser would see: elements with their attributes, and the text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def seen(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


@given(st.text())
def test_any_text_reads_back_as_itself_and_makes_no_element(value):
    reader = seen(el("p", value, title=value))
    assert [tag for tag, _ in reader.tags] == ["p"]
    assert reader.text == plain(value)
    assert reader.tags[0][1].get("title") in (plain(value), None)


def test_only_what_el_made_passes_as_html():
    assert el("b", el("i", "x")) == "<b><i>x</i></b>"
    assert text("<i>") == "&lt;i&gt;"
    assert isinstance(text("x"), Html)


def test_text_that_turns_the_writing_or_controls_a_terminal_is_taken_out():
    assert plain("a\u202eb\x1b[31mc\x00\nd") == "ab[31mc\nd"


@pytest.mark.parametrize("address", ["https://shop.example/a?b=1#c", "http://shop.example"])
def test_a_web_address_may_be_clicked(address):
    assert web_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        " https://shop.example",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "//shop.example",
        "https://",
        "https://[broken",
        "https://shop.example/\u202e",
        None,
        7,
    ],
)
def test_nothing_else_may_be_clicked(address):
    assert web_address(address) is None


def test_a_hostile_timeline_is_only_text():
    happening = Happening(
        id=HOSTILE,
        type=HOSTILE,
        at=HOSTILE,
        cause=HOSTILE,
        producer=HOSTILE,
        data={HOSTILE: HOSTILE},
        reasons=(HOSTILE,),
        pages=("javascript:alert(1)", 'https://shop.example/"onclick="x'),
    )
    reader = seen(panels.timeline([replace(timeline.entry(happening), letter=Letter(HOSTILE, HOSTILE))]))
    assert {tag for tag, _ in reader.tags} == {"div", "span", "a", "details", "summary", "code", "pre"}
    named = {name for _, attributes in reader.tags for name in attributes}
    assert named == {"class", "role", "title", "href", "target", "rel"}
    assert HOSTILE in reader.text
    links = [attributes["href"] for tag, attributes in reader.tags if tag == "a"]
    assert links == ['https://shop.example/"onclick="x']


def test_a_hostile_fact_is_only_text_and_its_page_no_link():
    row = FactRow(HOSTILE, HOSTILE, "javascript:alert(1)", HOSTILE, 0.5, "")
    reader = seen(panels.facts([row]))
    assert {tag for tag, _ in reader.tags} == {"div", "span"}
    assert "javascript:alert(1)" in reader.text


def test_a_heading_shows_a_hostile_name_literally():
    reader = seen(panels.heading(HOSTILE, HOSTILE, "good", HOSTILE))
    assert reader.text == HOSTILE * 3
    assert {tag for tag, _ in reader.tags} == {"div", "h1", "span"}


def test_a_long_address_is_cut_in_its_middle_and_leads_to_the_whole():
    page = "https://shop.example/" + "a" * 80 + "/contact"
    happening = Happening("e", "lead.enriched", "2026-03-02T16:30:00Z", "", "", {}, (), (page,))
    reader = seen(panels.timeline(timeline.entries((happening,))))
    shown = reader.text[reader.text.index("shop.example") :]
    assert "…" in shown[:60]
    assert [a["href"] for t, a in reader.tags if t == "a"] == [page]
