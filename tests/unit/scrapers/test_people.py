import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.people import find_stated_people, find_written_people
from tests.unit.scrapers.pages import document


def people(body: str) -> list[tuple[str, str]]:
    page = document(body)
    found = [*find_stated_people(page), *find_written_people(page)]
    return [(finding.value, finding.detail.get("role", "")) for finding in found]


@pytest.mark.parametrize(
    ("body", "person", "role"),
    [
        ("<p>Owner: Jane Doe</p>", "Jane Doe", "Owner"),
        ("<p>Managing Director: Mary-Ann O'Neill</p>", "Mary-Ann O'Neill", "Managing Director"),
        ("<p>Vice President Operations/General Manager:<br>Adam Saks</p>", "Adam Saks",
         "Vice President Operations/General Manager"),
        ("<p>Geschäftsführer: Dr. Max Müller</p>", "Max Müller", "Geschäftsführer"),
        ("<p>Geschäftsführerin<br>Ada Nord</p>", "Ada Nord", "Geschäftsführerin"),
        ("<p>Vertreten durch: Ada Nord</p>", "Ada Nord", "Vertreten durch"),
        ("<p>Inhaberin: Ada Nord</p>", "Ada Nord", "Inhaberin"),
        ("<p>Gérant : Jean Petit</p>", "Jean Petit", "Gérant"),
        ("<p>Titolare: Carla De Rossi</p>", "Carla De Rossi", "Titolare"),
        ("<p>The shop was founded by Jane Doe in 1999.</p>", "Jane Doe", "Founder"),
        ("<p>Contact: Jane Doe, Sales</p>", "Jane Doe", "Contact"),
        ("<p>Jane van der Berg, Head of Sales</p>", "Jane van der Berg", "Head of Sales"),
        ("<p>Jane Doe – Co-Founder</p>", "Jane Doe", "Co-Founder"),
        ("<h3>Jane Doe</h3><p>Marketing Manager</p>", "Jane Doe", "Marketing Manager"),
    ],
)  # fmt: skip
def test_a_person_is_named_with_the_role_that_the_page_gives(body: str, person: str, role: str) -> None:
    assert people(body) == [(person, role)]


def test_several_people_behind_one_label_have_the_same_role() -> None:
    assert people("<p>Geschäftsführer: Max Müller, Ada Nord und Jan de Vries</p>") == [
        ("Max Müller", "Geschäftsführer"),
        ("Ada Nord", "Geschäftsführer"),
        ("Jan de Vries", "Geschäftsführer"),
    ]


def test_in_a_column_the_ends_tell_whose_role_is_whose() -> None:
    names_first = "Jane Doe<br>President<br>John Roe<br>Sales Manager<br>Opening hours 9-5"
    roles_first = "Opening hours 9-5<br>President<br>Jane Doe<br>Sales Manager<br>John Roe"
    expected = {("Jane Doe", "President"), ("John Roe", "Sales Manager")}
    assert set(people(names_first)) == expected
    assert set(people(roles_first)) == expected


def test_a_column_that_tells_nothing_names_nobody() -> None:
    assert people("Jane Doe<br>President<br>John Roe") == []


def test_structured_data_names_founders_and_employees_but_no_authors() -> None:
    body = """<script type="application/ld+json">[{"@type":"Organization","founder":{"name":"Ada Nord"},
      "employee":[{"@type":"Person","name":"Jane Doe","jobTitle":"Buyer"}]},
      {"@type":"Article","author":{"@type":"Person","name":"Some Writer"}}]</script>"""
    assert people(body) == [("Ada Nord", "Founder"), ("Jane Doe", "Buyer")]


@pytest.mark.parametrize(
    "body",
    [
        "<p>Product Directory</p><p>Printer Cross Reference</p>",
        "<p>Head Office</p><p>Architectural Glass</p>",
        "<p>Contact: Customer Service</p><p>Manager: Click Here</p>",
        "<p>“Great service!” Jane Doe</p><p>Written by John Roe</p>",
        "<p>Jane Doe</p><p>Our Director says that this is a long sentence about what we sell here.</p>",
        "<p>Director's Cut, Blu Ray</p>",
        "<p>Owner: Kettle Trading Ltd</p>",
        "",
    ],
)
def test_a_name_without_a_role_or_a_role_without_a_name_is_nobody(body: str) -> None:
    assert people(body) == []


@given(st.lists(st.sampled_from(["Jane Doe", "Manager", ":", "\n", ", ", "Owner", "founded by", "x", "é"])))
@settings(max_examples=100, deadline=None)
def test_any_text_is_read(pieces: list[str]) -> None:
    assert len(people(f"<pre>{' '.join(pieces)}</pre>")) <= 30


@pytest.mark.parametrize(
    "text",
    ["Director of Sales, " * 3_000, "Jane Doe\nManager\n" * 3_000, "Owner: " * 9_000, "Owner: Jane " * 5_000],
)
def test_hostile_text_takes_bounded_time(text: str) -> None:
    page = document(f"<pre>{text}</pre>")
    started = time.perf_counter()
    list(find_written_people(page))
    assert time.perf_counter() - started < 2
