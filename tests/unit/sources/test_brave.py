import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.sources import SearchSource
from scrapers.sources import brave
from scrapers.sources.found import BadAnswer
from scrapers.sources.queries import Query
from scrapers.sources.walk import Answer, BadPlace, SourceFailed
from tests.unit.sources import answers

SOURCE = SearchSource("brave", ("tea", "coffee"), limit=50)


def test_a_search_gives_companies_and_leaves_out_marketplaces() -> None:
    body = answers.brave(
        "https://northwind.example/",
        "https://www.etsy.com/x",
        "https://shop.northwind.example/y",
        7,
        more=True,
    )
    found = brave.parse(answers.ok(body).body)
    assert [(c.domain, c.where) for c in found.candidates] == [("northwind.example", 1)]
    assert [(r.where, r.reason, r.category) for r in found.refused] == [
        (2, "excluded", "marketplace"),
        (3, "duplicate", ""),
        (4, "invalid", ""),
    ]
    assert found.more


def test_a_search_without_results_is_empty() -> None:
    found = brave.parse(b'{"type":"search","query":{}}')
    assert (found.candidates, found.more) == ((), False)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b"null",
        b'{"type":"ErrorResponse"}',
        b"[" * 100_000,
        b'{"type":"search","web":{"results":3}}',
    ],
)
def test_an_answer_that_is_no_result_is_named_so(body: bytes) -> None:
    with pytest.raises(BadAnswer):
        brave.parse(body)


@given(st.binary(max_size=300))
def test_any_bytes_are_companies_or_a_named_failure(body: bytes) -> None:
    try:
        reading = brave.walk(SOURCE).read(None, Answer(200, body))
    except (BadAnswer, SourceFailed):
        return
    assert reading.following in (None, "0:1", "1:0")


def test_a_request_asks_for_one_page_of_twenty_in_a_country_and_its_language() -> None:
    asked = brave.request(Query("  kaffee   rösterei ", "AT", "de"), 3)
    assert asked.path == "/res/v1/web/search"
    assert asked.params == {
        "q": "kaffee rösterei",
        "count": "20",
        "offset": "3",
        "result_filter": "web",
        "country": "AT",
        "search_lang": "de",
    }


def test_a_country_or_language_that_the_api_refuses_is_not_named() -> None:
    asked = brave.request(Query("tea", "IE", "ga"), 0)
    assert "country" not in asked.params
    assert "search_lang" not in asked.params


@pytest.mark.parametrize(("text", "page"), [("", 0), ("x", 10), ("x", -1), ("a" * 401, 0), ("a " * 51, 0)])
def test_a_request_that_the_api_would_refuse_is_not_made(text: str, page: int) -> None:
    with pytest.raises(ValueError, match="query has"):
        brave.request(Query(text), page)


@pytest.mark.parametrize(
    ("place", "more", "following"),
    [
        (None, True, "0:1"),
        (None, False, "1:0"),
        ("0:8", True, "0:9"),
        ("0:9", True, "1:0"),  # there is no eleventh page
        ("1:0", False, None),
    ],
)
def test_a_walk_goes_through_pages_then_queries(place: str | None, more: bool, following: str | None) -> None:
    reading = brave.walk(SOURCE).read(place, answers.ok(answers.brave("https://a.example", more=more)))
    assert reading.following == following


@pytest.mark.parametrize("place", ["", "1", "a:b", "1:2:3", "-1:0", "0:99", "²:0"])
def test_a_place_that_is_none_is_refused(place: str) -> None:
    with pytest.raises(BadPlace):
        brave.walk(SOURCE).request(place)


def test_after_the_last_query_there_is_nothing_to_ask() -> None:
    assert brave.walk(SOURCE).request("2:0") is None
    assert brave.walk(SearchSource("brave", (), limit=5)).request(None) is None


def error(code: str) -> dict[str, object]:
    return {"type": "ErrorResponse", "error": {"code": code, "status": 0, "detail": "secret words"}}


@pytest.mark.parametrize(
    ("answer", "reason", "passing", "after_s"),
    [
        (answers.failed(422, error("SUBSCRIPTION_TOKEN_INVALID")), "key_refused", False, None),
        (answers.failed(422, error("VALIDATION")), "request_refused", False, None),
        (answers.failed(429, error("QUOTA_LIMITED")), "quota_used", False, None),
        (
            answers.failed(429, error("RATE_LIMITED"), x_ratelimit_reset="2, 1419704"),
            "busy",
            True,
            2.0,
        ),
        (answers.failed(429, b"", retry_after="30"), "busy", True, 30.0),
        (answers.failed(429, b"<html>", retry_after="Wed, 21 Oct 2026 07:28:00 GMT"), "busy", True, None),
        (answers.failed(401), "key_refused", False, None),
        (answers.failed(403, b"[]"), "key_refused", False, None),
        (answers.failed(402), "quota_used", False, None),
        (answers.failed(404), "request_refused", False, None),
        (answers.failed(302, b"", location="http://127.0.0.1/"), "request_refused", False, None),
        (answers.failed(500, b"<html>oops"), "down", True, None),
        (answers.failed(503, b"", retry_after="7"), "down", True, 7.0),
        (answers.ok(b" \n"), "empty_answer", True, None),
    ],
)
def test_each_way_to_fail_has_its_reason_and_says_whether_it_may_pass(
    answer: Answer, reason: str, passing: bool, after_s: float | None
) -> None:
    failure = answers.failure(brave.walk(SOURCE), answer)
    assert (failure.reason, failure.passing, failure.after_s) == (reason, passing, after_s)
    assert "secret words" not in str(failure)
