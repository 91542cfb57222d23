import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.sources import DirectorySource
from scrapers.sources import directory
from scrapers.sources.walk import Answer, BadPlace, Service, SourceFailed
from tests.unit.sources import answers

URL = "https://guild.example/members"
SOURCE = DirectorySource(URL, "ul.members a", limit=50, following="a[rel=next]")
PAGE = """<nav><a href="https://elsewhere.example">sponsor</a></nav>
<ul class="members">
  <li><a href="https://www.northwind.example/about#top">Northwind</a></li>
  <li><a href="//tidewater.example">Tidewater</a></li>
  <li><a href="/member/7">profile</a> <a href="https://shop.guild.example/">ours</a></li>
  <li><a href="https://www.facebook.com/northwind">fb</a></li>
  <li><a href="mailto:a@b.example">m</a><a href="javascript:alert(1)">j</a><a href="http://[bad">b</a><a>n</a></li>
  <li><a href="https://northwind.example/">again</a></li>
</ul><a rel="next" href="?page=2">Next</a>"""


def page(body: str = PAGE, url: str = URL) -> Answer:
    return Answer(200, body.encode(), url=url)


def test_a_page_gives_the_companies_that_it_links_to_at_the_chosen_places() -> None:
    reading = directory.walk(SOURCE).read(None, page())
    assert answers.domains(reading) == ["northwind.example", "tidewater.example"]
    assert [(r.reason, r.category) for r in reading.found.refused] == [
        ("excluded", "social"),
        ("duplicate", ""),
    ]


def test_a_selector_may_name_parts_of_the_page_that_hold_links() -> None:
    found = directory.parse(PAGE.encode(), URL, "ul.members li")
    assert [c.domain for c in found.candidates] == ["northwind.example", "tidewater.example"]


def test_a_walk_follows_the_link_to_the_next_page_where_redirects_ended() -> None:
    walk = directory.walk(SOURCE)
    first = walk.request(None)
    assert first
    assert (first.service, first.path) == (Service.WEB, URL)
    reading = walk.read(None, page(url="https://www.guild.example/list/"))
    second = walk.request(reading.following)
    assert second
    assert second.path == "https://www.guild.example/list/?page=2"


def test_pages_that_lead_in_a_circle_are_each_read_once() -> None:
    walk = directory.walk(SOURCE)
    place, asked = None, []
    for _ in range(20):
        request = walk.request(place)
        assert request
        asked.append(request.path)
        other = "1" if request.path.endswith("page=2") else "2"
        body = f'<a rel="next" href="/members?page={other}">next</a>'
        place = walk.read(place, page(body, request.path)).following
        if place is None:
            break
    assert asked == [URL, f"{URL}?page=2", f"{URL}?page=1"]


@pytest.mark.parametrize(
    "link",
    ["https://evil.example/next", "http://127.0.0.1/", "file:///etc/passwd", "javascript:next()", "", "#top"],
)
def test_the_next_page_is_on_the_same_site_or_there_is_none(link: str) -> None:
    following = directory.walk(SOURCE).read(None, page(f'<a rel="next" href="{link}">n</a>')).following
    assert following is None


def test_without_a_selector_of_the_next_page_there_is_one_page() -> None:
    assert directory.walk(DirectorySource(URL, "a", limit=5)).read(None, page()).following is None


@pytest.mark.parametrize("selector", ["ul[", "a:nosuch(", ">>", "::"])
def test_a_selector_that_is_none_is_told_and_not_tried_again(selector: str) -> None:
    failure = answers.failure(directory.walk(DirectorySource(URL, selector, limit=5)), page())
    assert (failure.reason, failure.passing) == ("bad_selector", False)


@pytest.mark.parametrize("place", ["", "x", "{}", "[]", "[7]", '["a", 7]'])
def test_a_place_that_is_none_is_refused(place: str) -> None:
    with pytest.raises(BadPlace):
        directory.walk(SOURCE).request(place)


def test_a_place_is_an_address_with_marks_of_the_pages_before() -> None:
    place = directory.walk(SOURCE).read(None, page()).following
    assert place
    url, *seen = json.loads(place)
    assert url == f"{URL}?page=2"
    assert [len(mark) for mark in seen] == [8]


@given(st.binary(max_size=500))
def test_any_bytes_are_companies_or_a_named_failure(body: bytes) -> None:
    try:
        reading = directory.walk(SOURCE).read(None, Answer(200, body, url=URL))
    except SourceFailed:
        return
    assert reading.found.candidates == ()


@given(st.text(max_size=60))
def test_any_link_is_an_address_on_the_web_or_none(href: str) -> None:
    quoted = href.replace('"', "%22")
    found = directory.parse(f'<a href="{quoted}">x</a>'.encode(errors="replace"), URL)
    assert len(found.candidates) <= 1
