"""Services that sell addresses: what is asked, what is read, and what it costs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.search import AnswerTooLarge, Reply, Unreachable
from adapters.secrets import MissingSecret
from outreach.address_policy import PROVIDERS, AddressPolicy
from runtime.finding_addresses import find
from scrapers.finders import FINDERS, finder, hunter, tomba
from scrapers.sources.found import BadAnswer
from store import lookups
from tests.unit.scrapers.stage import NOW, RUN, Stage

HUNTER = {
    "data": {
        "domain": "kettle.example",
        "emails": [
            {
                "value": "ada@kettle.example",
                "confidence": 92,
                "first_name": "Ada",
                "last_name": "Hill",
                "position": "Owner",
                "sources": [
                    {"uri": "https://other.example/a", "still_on_page": True},
                    {"uri": "https://kettle.example/team", "still_on_page": True},
                ],
                "verification": {"status": "valid"},
            },
            {"value": "info@kettle.example", "confidence": 99, "sources": []},
            {"value": "old@kettle.example", "confidence": 90, "verification": {"status": "invalid"}},
            {"value": "agency@other.example", "confidence": 99},
            {"value": 7},
            "noise",
        ],
    }
}
TOMBA = {
    "data": {
        "emails": [
            {"email": "ada@kettle.example", "score": 80, "full_name": "Ada Hill", "position": None},
            {"email": "info@kettle.example", "score": None},
        ]
    }
}


def emails(found: Any) -> list[str]:
    return [finding.value for finding in found if finding.kind == "email"]


def test_hunters_answer_gives_addresses_with_people_and_the_page_that_shows_them() -> None:
    found = hunter.parse(json.dumps(HUNTER).encode(), "kettle.example")
    assert emails(found) == ["info@kettle.example", "ada@kettle.example"]
    ada = next(finding for finding in found if finding.value == "ada@kettle.example")
    assert ada.detail == {"kind": "person", "domain": "own", "page": "https://kettle.example/team"}
    (person,) = [finding for finding in found if finding.kind == "person"]
    assert (person.value, person.detail) == ("Ada Hill", {"role": "Owner"})


def test_tombas_answer_gives_addresses_too() -> None:
    found = tomba.parse(json.dumps(TOMBA).encode(), "kettle.example")
    assert emails(found) == ["ada@kettle.example", "info@kettle.example"]


@pytest.mark.parametrize("name", sorted(FINDERS))
def test_every_service_asks_for_the_domain_and_refuses_what_is_no_answer(name: str) -> None:
    service = finder(name)
    path, params = service.request("kettle.example")
    assert path.startswith("/")
    assert params["domain"] == "kettle.example"
    assert name in PROVIDERS
    for body in (b"", b"<html>", b"[]", b'{"data": []}', b"\xff\x00"):
        with pytest.raises(BadAnswer):
            service.parse(body, "kettle.example")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=8,
    ),
    st.sampled_from(["value", "email", "confidence", "score", "sources", "verification", "position"]),
)
def test_any_entry_is_read_or_passed_over(value: Any, field: str) -> None:
    entry = {"value": "a@kettle.example", "email": "a@kettle.example", field: value}
    body = json.dumps({"data": {"emails": [entry, value]}}).encode()
    for service in (hunter, tomba):
        assert set(emails(service.parse(body, "kettle.example"))) <= {"a@kettle.example"}


class Services:
    """Answers by name; an exception is raised."""

    def __init__(self, **answers: Any) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def ask(self, service: str, path: str, params: Any) -> Reply:
        self.asked.append(service)
        answer = self.answers[service]
        if isinstance(answer, Exception):
            raise answer
        status, body = answer if isinstance(answer, tuple) else (200, answer)
        return Reply(status, {}, json.dumps(body).encode())


def ask(
    stage: Stage, services: Services, most: int = 5, providers: tuple[str, ...] = ("hunter", "tomba")
) -> Any:
    policy = AddressPolicy(providers=providers, lookups_per_run=most)
    return find(
        "kettle.example",
        policy,
        RUN,
        table=stage.table,
        services=lambda: services,
        now=NOW,  # type: ignore[arg-type, return-value]
    )


def test_the_first_service_that_knows_an_address_is_the_last_that_is_asked(stage: Stage) -> None:
    services = Services(hunter=HUNTER, tomba=TOMBA)
    facts = ask(stage, services)
    assert services.asked == ["hunter"]
    assert {fact.rule for fact in facts} == {"hunter"}
    by_value = {fact.value: fact for fact in facts}
    assert by_value["ada@kettle.example"].page == "https://kettle.example/team"
    assert by_value["info@kettle.example"].page == "hunter"
    assert lookups.spent(stage.table, RUN) == {"hunter": 1}


@pytest.mark.parametrize(
    "trouble",
    [
        {"data": {"emails": []}},
        (401, {}),
        (402, {}),
        (429, {}),
        (503, {}),
        (200, ["garbage"]),
        Unreachable("timeout"),
        AnswerTooLarge("more"),
        MissingSecret("no key"),
    ],
)
def test_a_service_that_knows_nothing_or_fails_leaves_the_question_to_the_next(
    stage: Stage, trouble: Any
) -> None:
    services = Services(hunter=trouble, tomba=TOMBA)
    assert {fact.rule for fact in ask(stage, services)} == {"tomba"}
    assert lookups.spent(stage.table, RUN) == {"hunter": 1, "tomba": 1}


def test_a_run_asks_no_more_often_than_its_campaign_allows(stage: Stage) -> None:
    services = Services(hunter={"data": {"emails": []}}, tomba=TOMBA)
    assert ask(stage, services, most=1) == ()
    assert ask(stage, services, most=1) == ()
    assert services.asked == ["hunter"]


def test_without_a_service_nobody_is_asked(stage: Stage) -> None:
    services = Services()
    assert ask(stage, services, providers=()) == ()
    assert services.asked == []
    assert lookups.spent(stage.table, RUN) == {}
