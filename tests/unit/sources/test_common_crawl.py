import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.sources import CommonCrawlSource
from scrapers.sources import common_crawl
from scrapers.sources.found import BadAnswer
from scrapers.sources.walk import Answer, BadPlace, SourceFailed
from tests.unit.sources import answers

SOURCE = CommonCrawlSource(("*.myshopify.com", "example.com/shops/*"), limit=50)
CRAWLS = [
    {"id": "CC-MAIN-2026-38", "cdx-api": "https://index.commoncrawl.org/CC-MAIN-2026-38-index"},
    {"id": "CC-MAIN-2026-43", "cdx-api": "http://169.254.169.254/latest/meta-data/"},
    {"id": "CC-MAIN-2008-2009"},
    7,
]


def test_each_shop_below_a_host_of_shops_is_a_company_of_its_own() -> None:
    body = answers.lines(
        {"url": "https://tidewater.myshopify.com/collections/all"},
        {"url": "https://tidewater.myshopify.com/products/x"},
        {"url": "https://northwind.myshopify.com:443/"},
        {"url": "https://myshopify.com/"},
        {"url": "https://www.myshopify.com/"},
        "not json",
        {"timestamp": "2026"},
        "",
    )
    found = common_crawl.parse(body)
    assert [c.domain for c in found.candidates] == ["tidewater.myshopify.com", "northwind.myshopify.com"]
    assert [r.reason for r in found.refused] == ["duplicate", *["invalid"] * 4]


def test_the_newest_crawl_is_asked_at_the_known_address_whatever_the_list_says() -> None:
    walk = common_crawl.walk(SOURCE)
    first = walk.request(None)
    assert first
    assert (first.path, dict(first.params)) == ("/collinfo.json", {})
    reading = walk.read(None, answers.ok(CRAWLS))
    assert reading.following == "CC-MAIN-2026-43/0"
    second = walk.request(reading.following)
    assert second
    assert second.path == "/CC-MAIN-2026-43-index"
    assert second.params == {
        "url": "*.myshopify.com",
        "output": "json",
        "pageSize": "1",
        "showNumPages": "true",
    }


def test_a_walk_goes_through_the_pages_of_each_pattern() -> None:
    walk = common_crawl.walk(SOURCE)
    place: str | None = "CC-MAIN-2026-43/0"
    page = answers.ok(answers.lines({"url": "https://a.myshopify.com/"}))
    reading = walk.read(place, answers.ok({"pages": 2, "pageSize": 1, "blocks": 2}))
    assert reading.following == "CC-MAIN-2026-43/0:2:0"
    request = walk.request(reading.following)
    assert request
    assert request.params == {
        "url": "*.myshopify.com",
        "output": "json",
        "pageSize": "1",
        "fl": "url",
        "page": "0",
    }
    assert walk.read("CC-MAIN-2026-43/0:2:0", page).following == "CC-MAIN-2026-43/0:2:1"
    assert walk.read("CC-MAIN-2026-43/0:2:1", page).following == "CC-MAIN-2026-43/1"
    assert walk.read("CC-MAIN-2026-43/1:1:0", page).following is None


@pytest.mark.parametrize(
    "answer",
    [
        answers.failed(404, {"message": "No Captures found for: *.myshopify.com"}),
        answers.ok({"error": "No Captures found for: *.myshopify.com"}),
        answers.ok({"pages": 0, "pageSize": 1, "blocks": 0}),
    ],
)
def test_a_pattern_that_nothing_matches_is_no_failure(answer: Answer) -> None:
    walk = common_crawl.walk(SOURCE)
    assert walk.read("CC-MAIN-2026-43/0", answer).following == "CC-MAIN-2026-43/1"
    assert walk.read("CC-MAIN-2026-43/1", answer).following is None


@pytest.mark.parametrize(
    ("answer", "reason", "passing"),
    [
        (answers.failed(503, b"<html>Slow Down"), "down", True),
        (answers.failed(504), "down", True),
        (answers.failed(403), "key_refused", False),
        (answers.failed(404, b"<html>"), "request_refused", False),
        (answers.failed(429, retry_after="60"), "busy", True),
        (answers.ok(b""), "empty_answer", True),
    ],
)
@pytest.mark.parametrize("place", [None, "CC-MAIN-2026-43/0", "CC-MAIN-2026-43/0:2:0"])
def test_each_way_to_fail_has_its_reason_at_each_kind_of_request(
    place: str | None, answer: Answer, reason: str, passing: bool
) -> None:
    failure = answers.failure(common_crawl.walk(SOURCE), answer, place)
    assert (failure.reason, failure.passing) == (reason, passing)


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"{}", b'[{"id": "../../etc"}]', b"[7]", b"null"])
def test_a_list_of_crawls_that_names_none_is_a_bad_answer(body: bytes) -> None:
    with pytest.raises(BadAnswer):
        common_crawl.newest(body)


@pytest.mark.parametrize(
    "body", [b"<html>", b"[]", b"{}", b'{"pages": "2"}', b'{"pages": -1}', b'{"pages": true}']
)
def test_a_number_of_pages_that_is_none_is_a_bad_answer(body: bytes) -> None:
    with pytest.raises(BadAnswer):
        common_crawl.count_pages(body)


@pytest.mark.parametrize(
    "place",
    ["", "x", "CC-MAIN-2026-43", "CC-MAIN-2026-43/2", "CC-MAIN-2026-43/0:1", "../x/0", "CC-MAIN-2026-43/a"],
)
def test_a_place_that_is_none_is_refused(place: str) -> None:
    with pytest.raises(BadPlace):
        common_crawl.walk(SOURCE).request(place)


def test_a_campaign_without_patterns_asks_for_nothing() -> None:
    assert common_crawl.walk(CommonCrawlSource((), limit=5)).request(None) is None


@given(st.binary(max_size=300), st.sampled_from([None, "CC-MAIN-2026-43/0", "CC-MAIN-2026-43/0:2:0"]))
def test_any_bytes_are_companies_or_a_named_failure(body: bytes, place: str | None) -> None:
    try:
        reading = common_crawl.walk(SOURCE).read(place, Answer(200, body))
    except (BadAnswer, SourceFailed):
        return
    assert reading.found.candidates == () or place == "CC-MAIN-2026-43/0:2:0"
