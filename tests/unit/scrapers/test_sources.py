import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.sources import SOURCES, brave, domains_csv, source
from scrapers.sources.found import BadAnswer


def domains(body: str) -> list[str]:
    return [candidate.domain for candidate in domains_csv.parse(body.encode()).candidates]


@pytest.mark.parametrize(
    "body",
    [
        "northwind.example\ntidewater.example\n",
        "# my list\n\nhttps://www.northwind.example/x\r\nTIDEWATER.example\r\n",
        "domain,note\nnorthwind.example,first\ntidewater.example,second\n",
        "Name;Website;City\nNorthwind;https://northwind.example;Kiel\nTidewater;www.tidewater.example;York\n",
        "company\tsite\nNorthwind\tnorthwind.example\nTidewater\ttidewater.example\n",
        "name,mail,where\nN,a@gmail.com,northwind.example\nT,b@gmail.com,tidewater.example\n",
        "\ufeffDomain\nnorthwind.example\ntidewater.example\n",
        '"Domain"\n"northwind.example"\n"tidewater.example"\n',
    ],
)
def test_a_list_is_read_however_it_is_laid_out(body: str) -> None:
    assert domains(body) == ["northwind.example", "tidewater.example"]


def test_rows_that_name_no_company_are_refused_with_line_and_reason() -> None:
    body = "domain\nnorthwind.example\nnot a domain\nwww.northwind.example\namazon.de\n,\nlocalhost\n"
    found = domains_csv.parse(body.encode())
    assert [c.domain for c in found.candidates] == ["northwind.example"]
    assert [(r.where, r.reason) for r in found.refused] == [
        (3, "invalid"),
        (4, "duplicate"),
        (5, "excluded"),
        (6, "invalid"),
        (7, "invalid"),
    ]


def test_a_quote_that_is_never_closed_spoils_its_own_line_only() -> None:
    assert domains('domain,note\n"northwind.example,x\ntidewater.example,y\n')[-1] == "tidewater.example"


def test_an_empty_list_is_empty_and_a_list_without_domains_is_an_error() -> None:
    assert domains_csv.parse(b"").candidates == ()
    assert domains_csv.parse(b"domain,note\n").candidates == ()
    with pytest.raises(BadAnswer):
        domains_csv.parse(b"just some words\nand more of them\n")


@given(st.binary(max_size=200))
def test_any_bytes_are_a_list_or_named_as_none(body: bytes) -> None:
    try:
        found = domains_csv.parse(body)
    except BadAnswer:
        return
    assert len(found.candidates) == len({candidate.domain for candidate in found.candidates})


def answer(*urls: object, more: bool = False) -> bytes:
    results = [{"url": url, "title": "x"} for url in urls]
    return json.dumps(
        {"type": "search", "query": {"more_results_available": more}, "web": {"results": results}}
    ).encode()


def test_a_search_gives_companies_and_leaves_out_marketplaces() -> None:
    found = brave.parse(
        answer(
            "https://northwind.example/",
            "https://www.etsy.com/x",
            "https://shop.northwind.example/y",
            7,
            more=True,
        )
    )
    assert [(c.domain, c.where) for c in found.candidates] == [("northwind.example", 1)]
    assert [(r.where, r.reason) for r in found.refused] == [(2, "excluded"), (3, "duplicate"), (4, "invalid")]
    assert found.more


def test_a_search_without_results_is_empty() -> None:
    found = brave.parse(b'{"type":"search","query":{}}')
    assert (found.candidates, found.more) == ((), False)


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b"null", b'{"type":"ErrorResponse"}', b"[" * 100_000]
)
def test_an_answer_that_is_no_result_is_named_so(body: bytes) -> None:
    with pytest.raises(BadAnswer):
        brave.parse(body)


def test_a_request_asks_for_one_page_of_twenty() -> None:
    asked = brave.request("  coffee   roaster ", 3, country="GB")
    assert asked.path == "/res/v1/web/search"
    assert asked.params == {
        "q": "coffee roaster",
        "count": "20",
        "offset": "3",
        "result_filter": "web",
        "country": "GB",
    }


@pytest.mark.parametrize(("query", "page"), [("", 0), ("x", 10), ("x", -1), ("a" * 401, 0), ("a " * 51, 0)])
def test_a_request_that_the_api_would_refuse_is_not_made(query: str, page: int) -> None:
    with pytest.raises(ValueError, match="query has"):
        brave.request(query, page)


def test_sources_are_known_by_their_names() -> None:
    assert source("csv") is domains_csv
    assert set(SOURCES) == {"csv", "brave"}
    with pytest.raises(KeyError, match="no source is called 'bing'"):
        source("bing")
