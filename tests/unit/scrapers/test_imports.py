"""Spreadsheets of companies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.imports import REASONS, BadTable, read

SEEN = "2026-03-04T12:00:00.000Z"
ORIGIN = "visitors of our stand"


def table(text: str | bytes, **mapping: str):
    return read(text.encode() if isinstance(text, str) else text, ORIGIN, SEEN, mapping)


def stated(row) -> dict[str, str]:
    return {fact.kind: fact.value for fact in row.facts}


def test_columns_are_found_by_the_names_that_people_use() -> None:
    found = table(
        "Company Name;Web-Site;E-Mail;Country;Phone;First name;Surname;Job title;Notes\n"
        "Kettle & Co;https://www.kettle.example/shop;Ada@kettle.example;United Kingdom;"
        "020 7946 0958;Ada;Hill;Owner;x\n"
    )
    (row,) = found.rows
    assert row.domain == "kettle.example"
    assert stated(row) == {
        "company": "Kettle & Co",
        "country": "GB",
        "phone": "+442079460958",
        "person": "Ada Hill",
        "email": "ada@kettle.example",
    }
    assert found.ignored == ("Notes",)
    assert {fact.page for fact in row.facts} == {ORIGIN}
    assert {fact.at for fact in row.facts} == {"line 2"}
    (email,) = [fact for fact in row.facts if fact.kind == "email"]
    assert email.detail == {"kind": "person", "domain": "own"}


def test_a_mapping_wins_over_names_that_are_recognised() -> None:
    found = table("website,shop\na.example,b.example\n", domain="Shop")
    assert [row.domain for row in found.rows] == ["b.example"]
    assert found.ignored == ("website",)


def test_a_company_without_a_website_is_named_by_its_address_unless_that_is_a_free_one() -> None:
    found = table("email\ninfo@a.example\nada@gmail.com\n")
    assert [row.domain for row in found.rows] == ["a.example"]
    assert [(row.line, row.reason) for row in found.refused] == [(3, "no_domain")]


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("a.example,not an address,GB,", "mail", "bad_email"),
        ("localhost,,GB,", "site", "bad_domain"),
        ("a.example,,Atlantis,", "land", "bad_country"),
        ("a.example,,GB,12", "tel", "bad_phone"),
        ("a.example,,,020 7946 0958", "tel", "bad_phone"),
        (",,GB,", "domain", "no_domain"),
    ],
)
def test_a_row_that_is_wrong_is_refused_by_its_column_and_costs_no_other(line, column, reason) -> None:
    found = table(f"site,mail,land,tel\n{line}\nb.example,,,\n")
    (refused,) = found.refused
    named = "site" if column == "domain" else column
    assert (refused.line, refused.column, refused.reason) == (2, named, reason)
    assert reason in REASONS
    assert [row.domain for row in found.rows] == ["b.example"]


def test_the_same_company_twice_is_imported_once() -> None:
    found = table("domain\na.example\nhttps://www.a.example/x\n")
    assert len(found.rows) == 1
    assert [(row.line, row.reason) for row in found.refused] == [(3, "repeated")]


def test_a_quotation_mark_that_is_never_closed_costs_one_row() -> None:
    found = table('domain,company\na.example,"Kettle\nb.example,Teapot\nc.example,"Two\nlines"\n')
    assert [row.domain for row in found.rows] == ["b.example", "c.example"]
    assert stated(found.rows[1])["company"] == "Two lines"
    assert [(row.line, row.reason) for row in found.refused] == [(2, "unclosed_quote")]


def test_the_apostrophe_of_an_export_is_taken_off_again() -> None:
    (row,) = table("domain,phone,company\na.example,'+442079460958,'=Kettle\n").rows
    assert stated(row)["phone"] == "+442079460958"
    assert stated(row)["company"] == "=Kettle"


def test_any_charset_and_a_byte_order_mark_are_read() -> None:
    assert stated(table("\ufeffdomain,company\na.example,Käse\n").rows[0])["company"] == "Käse"
    assert stated(table("domain,company\na.example,Käse\n".encode("cp1252")).rows[0])["company"] == "Käse"


@pytest.mark.parametrize(
    ("text", "mapping", "fault"),
    [
        ("", {}, "empty"),
        ("name,city\nAda,Rome\n", {}, "no column holds"),
        ("domain\na.example\n", {"domain": "site"}, "there is no column 'site'"),
        ("domain\na.example\n", {"shoe_size": "domain"}, "nothing to import"),
    ],
)
def test_a_file_that_is_no_table_says_what_is_missing(text, mapping, fault) -> None:
    with pytest.raises(BadTable, match=fault):
        table(text, **mapping)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_a_sentence(body: bytes) -> None:
    try:
        found = read(b"domain,email,phone\n" + body, ORIGIN, SEEN)
    except BadTable:
        return
    assert all(row.domain for row in found.rows)
