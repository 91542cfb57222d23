import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.sources import SearchSource
from scrapers.sources import google
from scrapers.sources.found import BadAnswer
from scrapers.sources.queries import Query
from scrapers.sources.walk import Answer, BadPlace, Service, SourceFailed
from tests.unit.sources import answers

SOURCE = SearchSource("google", ("tea", "coffee"), limit=500)


def test_a_search_gives_companies_and_leaves_out_what_is_no_company() -> None:
    body = answers.google("https://a.example/", "https://www.theguardian.com/shoes", None, more=True)
    found = google.parse(answers.ok(body).body)
    assert [c.domain for c in found.candidates] == ["a.example"]
    assert [(r.reason, r.category) for r in found.refused] == [("excluded", "news"), ("invalid", "")]
    assert found.more


def test_a_search_without_results_has_no_items_and_is_empty() -> None:
    assert google.parse(answers.ok(answers.google()).body).candidates == ()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b"null",
        b'{"kind":"other"}',
        b'{"kind":"customsearch#search","items":{}}',
        b"{" * 9_999,
    ],
)
def test_an_answer_that_is_no_result_is_named_so(body: bytes) -> None:
    with pytest.raises(BadAnswer):
        google.parse(body)


@given(st.binary(max_size=300), st.sampled_from([200, 400, 403, 429, 500]))
def test_any_bytes_with_any_status_are_companies_or_a_named_failure(body: bytes, status: int) -> None:
    with pytest.raises((BadAnswer, SourceFailed)):
        google.walk(SOURCE).read(None, Answer(status, body))


def test_a_request_names_country_language_and_start() -> None:
    request = google.request(Query("schuhe", "DE", "de"), 11)
    assert (request.service, request.path) == (Service.GOOGLE, "/customsearch/v1")
    assert request.params == {
        "q": "schuhe",
        "num": "10",
        "start": "11",
        "fields": "kind,items(link),queries(nextPage(startIndex))",
        "gl": "de",
        "cr": "countryDE",
        "lr": "lang_de",
    }


def test_queries_for_shops_look_for_addresses_that_shop_systems_give() -> None:
    request = google.request(Query("schuhe", shops=True), 1)
    assert request.params["q"] == "schuhe (inurl:collections OR inurl:products OR inurl:shop)"


@pytest.mark.parametrize(("text", "start"), [("", 1), ("x", 0), ("x", 92), ("a " * 33, 1), ("a" * 2_049, 1)])
def test_a_request_that_the_api_would_refuse_is_not_made(text: str, start: int) -> None:
    with pytest.raises(ValueError, match="query"):
        google.request(Query(text), start)


def test_a_query_gives_a_hundred_results_and_not_one_more() -> None:
    walk = google.walk(SOURCE)
    place, starts = None, []
    while place is None or place.startswith("0:"):
        request = walk.request(place)
        assert request
        starts.append(request.params["start"])
        place = walk.read(place, answers.ok(answers.google("https://a.example", more=True))).following
    assert starts == [str(start) for start in range(1, 100, 10)]
    assert place == "1:0"
    with pytest.raises(BadPlace):
        walk.request("0:10")


QUOTA = "Quota exceeded for quota metric 'Queries' and limit 'Queries per day' of service"
NEWER = {
    "error": {"code": 400, "message": "API key not valid.", "details": [{"reason": "API_KEY_INVALID"}, 7]}
}


@pytest.mark.parametrize(
    ("answer", "reason", "passing", "after_s"),
    [
        (answers.failed(403, answers.google_error(403, "dailyLimitExceeded")), "quota_used", False, None),
        (
            answers.failed(429, answers.google_error(429, "rateLimitExceeded", QUOTA)),
            "quota_used",
            False,
            None,
        ),
        (answers.failed(403, answers.google_error(403, "userRateLimitExceeded")), "busy", True, None),
        (
            answers.failed(429, answers.google_error(429, "rateLimitExceeded"), retry_after="9"),
            "busy",
            True,
            9.0,
        ),
        (answers.failed(429, b"<html>"), "busy", True, None),
        (answers.failed(400, answers.google_error(400, "keyInvalid")), "key_refused", False, None),
        (answers.failed(400, NEWER), "key_refused", False, None),
        (answers.failed(403, answers.google_error(403, "accessNotConfigured")), "key_refused", False, None),
        (answers.failed(403, b"no"), "key_refused", False, None),
        (answers.failed(400, answers.google_error(400, "badRequest")), "request_refused", False, None),
        (answers.failed(400, b'{"error": 7}'), "request_refused", False, None),
        (answers.failed(500, {"error": {"errors": 7}}), "down", True, None),
    ],
)
def test_each_way_to_fail_has_its_reason(
    answer: Answer, reason: str, passing: bool, after_s: float | None
) -> None:
    failure = answers.failure(google.walk(SOURCE), answer)
    assert (failure.reason, failure.passing, failure.after_s) == (reason, passing, after_s)
