"""``beckon consent``, and consents that a list brings along."""

from __future__ import annotations

import json
from pathlib import Path

import boto3
import pytest

from cli.connection import Connection
from cli.reading import whole
from outreach.ids import contact_id, digest
from store import consents
from store.consents import Consent
from tests.unit.cli.conftest import STAGE, Beckon

PEPPER, ADDRESS = "pepper", "ada@shop.example"
GIVEN = ("--text", "Yes, write to me", "--origin", "form on our site", "--at", "2026-01-31")


@pytest.fixture
def ledger(stage: Connection, beckon: Beckon) -> Connection:
    secret = json.dumps({"token": "t", "pepper": PEPPER, "api": "a"})
    boto3.client("secretsmanager").create_secret(Name=f"beckon/{STAGE}/keys", SecretString=secret)
    return stage


def consent(beckon: Beckon, *arguments: str):
    return beckon("consent", *arguments, "--stage", STAGE)


def listed(beckon: Beckon, address: str = ADDRESS):
    return consent(beckon, "list", address, "--json").json()


def test_a_consent_stands_for_every_spelling_of_the_mailbox(ledger: Connection, beckon: Beckon) -> None:
    assert consent(beckon, "add", "Ada+shop@Shop.example", *GIVEN).code == 0
    found = listed(beckon)
    assert found["standing"]["text"] == "Yes, write to me"
    assert found["standing"]["given_at"] == "2026-01-31T00:00:00+00:00"
    assert [entry["act"] for entry in found["entries"]] == ["given"]


def test_the_same_consent_twice_is_one_entry_and_another_one_is_added(
    ledger: Connection, beckon: Beckon
) -> None:
    assert consent(beckon, "add", ADDRESS, *GIVEN, "--json").json() == {"recorded": True}
    assert consent(beckon, "add", ADDRESS, *GIVEN, "--json").json() == {"recorded": False}
    assert consent(beckon, "add", ADDRESS, *GIVEN, "--version", "2").code == 0
    assert [entry["version"] for entry in listed(beckon)["entries"]] in (["1", "2"], ["2", "1"])


def test_a_withdrawal_is_added_and_nothing_before_it_counts_any_more(
    ledger: Connection, beckon: Beckon
) -> None:
    consent(beckon, "add", ADDRESS, *GIVEN)
    assert consent(beckon, "withdraw", ADDRESS, "--why", "by telephone").code == 0
    assert listed(beckon)["standing"]["withdrawn_at"]
    assert consent(beckon, "add", ADDRESS, *GIVEN, "--version", "old list").code == 0
    assert listed(beckon)["standing"]["withdrawn_at"]
    assert [entry["act"] for entry in listed(beckon)["entries"]].count("withdrawn") == 1
    assert "Withdrawn on" in consent(beckon, "list", ADDRESS).err
    again = consent(beckon, "withdraw", ADDRESS)
    assert again.code == 1
    assert "beckon suppress add" in again.err


def test_no_entry_is_ever_changed(ledger: Connection, beckon: Beckon) -> None:
    def entries():
        rows = [item for item in whole(ledger) if item["_type"] == "consent_entry"]
        return {item["sk"]: item for item in rows}

    consent(beckon, "add", ADDRESS, *GIVEN)
    first = entries()
    consent(beckon, "withdraw", ADDRESS)
    consent(beckon, "add", ADDRESS, "--text", "again", "--origin", "form")
    assert {key: entries()[key] for key in first} == first
    assert all(item["rev"] == 1 for item in entries().values())


def test_withdrawing_takes_back_the_consent_to_be_called_too(ledger: Connection, beckon: Beckon) -> None:
    from datetime import UTC, datetime

    from outreach.facts import Fact
    from store import leads

    lead, person = digest("lead"), contact_id(ADDRESS, PEPPER)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    fact = Fact("f", "email", ADDRESS, "https://shop.example", "text", 0.9, "2026-01-01T00:00:00Z", {})
    ledger.table.commit(leads.contact(lead, person, fact, "safe", "mx", now))
    ledger.table.commit(
        consents.record(lead, person, Consent("call me", "1", "+442079460958", "reply", "r"), now)
    )
    assert consent(beckon, "withdraw", ADDRESS, "--json").json() == {"withdrawn": ["call"]}
    assert consents.to_be_called(ledger.table, lead, person) is None
    assert [entry["act"] for entry in listed(beckon)["entries"]] == ["given", "withdrawn"]


@pytest.mark.parametrize(
    "wrong",
    [
        ("add", "nobody", *GIVEN),
        ("add", ADDRESS, "--text", " ", "--origin", "x"),
        ("add", ADDRESS, "--text", "x", "--origin", "x", "--at", "yesterday"),
        ("add", ADDRESS, "--text", "x", "--origin", "x", "--at", "2999-01-01"),
        ("add", ADDRESS, "--text", "x", "--origin", "x", "--basis", "friend"),
        ("list", "nobody"),
    ],
)
def test_what_proves_nothing_is_not_recorded(
    ledger: Connection, beckon: Beckon, wrong: tuple[str, ...]
) -> None:
    assert consent(beckon, *wrong).code == 2
    assert not [item for item in whole(ledger) if str(item["_type"]).startswith("consent")]


def test_a_list_brings_consents_along(ledger: Connection, beckon: Beckon, tmp_path: Path) -> None:
    campaign = Path(__file__).resolve().parents[3] / "campaigns" / "demo.yml"
    assert beckon("campaign", "create", str(campaign), "--stage", STAGE).code == 0
    file = tmp_path / "list.csv"
    file.write_text(
        "domain,email,country,consent,consent date,consent source,consent basis\n"
        "shop.example,ada@shop.example,DE,Yes please,2026-01-31,fair,\n"
        "tea.example,bo@tea.example,DE,Order 4,2026-01-31,shop,customer\n"
        "half.example,cy@half.example,DE,Yes,,fair,\n"
        "none.example,di@none.example,DE,,,,\n"
    )
    run = ("leads", "import", str(file), "--campaign", "demo", "--origin", "fair", "--json", "--stage", STAGE)
    assert beckon(*run, "--dry-run").json()["consents"] == 2
    assert listed(beckon)["standing"] is None
    done = beckon(*run).json()
    assert (done["new"], done["consents"]) == (3, 2)
    assert [(row["line"], row["reason"]) for row in done["refused"]] == [(4, "bad_consent")]
    assert listed(beckon)["standing"]["origin"] == "fair"
    assert listed(beckon, "bo@tea.example")["standing"]["basis"] == "customer"
    assert listed(beckon, "bo@tea.example")["expires_at"].startswith("2028-01-31")
    assert beckon(*run).json()["consents"] == 0
