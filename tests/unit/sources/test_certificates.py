import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.sources import CertificateSource
from scrapers.sources import certificates
from scrapers.sources.found import BadAnswer
from scrapers.sources.walk import Answer, BadPlace, SourceFailed
from tests.unit.sources import answers

SOURCE = CertificateSource(("%.myshopify.com", "%.shops.example"), limit=50)


def test_names_stand_one_a_line_with_wildcards_and_come_again_with_each_renewal() -> None:
    body = [
        {"common_name": "x", "name_value": "*.tidewater.myshopify.com\ntidewater.myshopify.com"},
        {"name_value": "tidewater.myshopify.com"},
        {"name_value": "Northwind.MyShopify.com\r\nwww.northwind.myshopify.com"},
        {"name_value": "*.myshopify.com"},
        {"name_value": "owner@private.example"},
        {"name_value": "Tidewater Holdings (Guernsey) Limited"},
        {"name_value": None},
        "not a certificate",
        {"name_value": "bücher.example"},
    ]
    found = certificates.parse(answers.ok(body).body)
    assert [c.domain for c in found.candidates] == [
        "tidewater.myshopify.com",
        "northwind.myshopify.com",
        "xn--bcher-kva.example",
    ]
    assert [(r.where, r.reason) for r in found.refused] == [
        (3, "duplicate"),
        (4, "invalid"),
        (5, "invalid"),
        (6, "invalid"),
    ]
    assert "owner@private.example" not in [row.text for row in found.refused]


def test_a_request_asks_for_living_certificates_as_json() -> None:
    request = certificates.walk(SOURCE).request(None)
    assert request
    assert request.path == "/"
    assert request.params == {
        "q": "%.myshopify.com",
        "output": "json",
        "exclude": "expired",
        "deduplicate": "Y",
    }


def test_a_walk_goes_through_the_names() -> None:
    walk = certificates.walk(SOURCE)
    assert walk.read(None, answers.ok([])).following == "1"
    assert walk.read("1", answers.ok([])).following is None
    assert walk.request("2") is None
    for place in ("", "x", "1:1"):
        with pytest.raises(BadPlace):
            walk.request(place)


@pytest.mark.parametrize(
    ("answer", "reason", "passing"),
    [
        (answers.failed(502, b"<html><h1>502 Bad Gateway</h1></html>"), "down", True),
        (answers.failed(503), "down", True),
        (answers.failed(404, b"<html>"), "request_refused", False),
        (answers.failed(429, b"You have been rate limited"), "busy", True),
        (answers.ok(b""), "empty_answer", True),
    ],
)
def test_each_way_to_fail_has_its_reason(answer: Answer, reason: str, passing: bool) -> None:
    failure = answers.failure(certificates.walk(SOURCE), answer)
    assert (failure.reason, failure.passing) == (reason, passing)


@pytest.mark.parametrize(
    "body", [b"<!DOCTYPE html><title>crt.sh</title>", b"{}", b"null", b'[{"name_value"', b"[" * 50_000]
)
def test_a_page_or_half_an_answer_is_a_bad_answer(body: bytes) -> None:
    with pytest.raises(BadAnswer):
        certificates.parse(body)


@given(st.binary(max_size=300))
def test_any_bytes_are_companies_or_a_named_failure(body: bytes) -> None:
    try:
        reading = certificates.walk(SOURCE).read(None, Answer(200, body))
    except (BadAnswer, SourceFailed):
        return
    assert reading.following == "1"


@given(st.lists(st.dictionaries(st.sampled_from(["name_value", "id"]), st.text(max_size=40) | st.none())))
def test_any_names_are_each_one_company_at_most(body: list[dict[str, str | None]]) -> None:
    found = certificates.parse(answers.ok(body).body)
    domains = [candidate.domain for candidate in found.candidates]
    assert len(domains) == len(set(domains))
