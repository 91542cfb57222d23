import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.sources import CsvSource
from scrapers.sources import SOURCES, domains_csv, source
from scrapers.sources.found import BadAnswer
from scrapers.sources.walk import BadPlace, Service, SourceFailed
from tests.unit.sources.answers import ok


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


def test_a_list_is_one_answer_which_is_the_stored_file() -> None:
    walk = domains_csv.walk(CsvSource("shops.csv", "lists/demo/1.csv"))
    request = walk.request(None)
    assert (request.service, request.path) == (Service.LIST, "lists/demo/1.csv")
    reading = walk.read(None, ok(b"northwind.example\n"))
    assert (len(reading.found.candidates), reading.following) == (1, None)
    with pytest.raises(BadPlace):
        walk.request("1")


def test_a_file_that_is_no_list_is_named_and_not_asked_for_again() -> None:
    with pytest.raises(SourceFailed) as failure:
        domains_csv.walk(CsvSource("shops.csv", "k")).read(None, ok(b"just some words\n"))
    assert (failure.value.reason, failure.value.passing) == ("bad_answer", False)
    assert failure.value.detail.startswith("shops.csv: ")


def test_sources_are_known_by_their_names() -> None:
    assert source("csv") is domains_csv
    assert {name: source(name).NAME for name in SOURCES} == {name: name for name in SOURCES}
    assert set(SOURCES) == {"csv", "brave", "google", "common_crawl", "certificates", "directory"}
    with pytest.raises(KeyError, match="no source is called 'bing'"):
        source("bing")
