"""Everything about a person, handed over and erased; and the list of those who are never written to."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import boto3
import pytest

from cli.connection import Connection
from cli.reading import whole
from outreach import consent as rules
from outreach.engagement import CLICK, Judgement, Touch
from outreach.enrolment import Enrolment
from outreach.facts import Fact
from outreach.ids import contact_id, digest, lead_id, reply_id, send_id
from outreach.profile import Profile
from outreach.suppression import mail_gates, person_gate
from store import (
    calls,
    consents,
    drafts,
    enrolments,
    imports,
    inquiries,
    keys,
    leads,
    mail,
    personal,
    suppression,
    touches,
)
from store.calls import Call
from store.consents import Consent
from store.drafts import Draft
from store.inquiries import Inquiry
from store.touches import Kept
from store.writes import Put
from tests.unit.cli.conftest import BUCKET, STAGE, Beckon

NOW = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
PEPPER = "pepper"
ADDRESS = "yvonne.quist@shop.example"
LEAD = lead_id("shop.example")
CONTACT = contact_id(ADDRESS, PEPPER)
SEND = send_id(LEAD, "demo", 0)
REPLY, OTHER = reply_id("inbound/1"), reply_id("inbound/2")
PERSON = person_gate(ADDRESS, PEPPER).hashed
PAGE = "https://shop.example/team"
WORDS = "Please call my private number"


def fact(kind: str, value: str) -> Fact:
    return Fact(f"{kind}-{value}", kind, value, PAGE, "text", 0.9, "2026-03-04T16:00:00Z", {"kind": "person"})


@pytest.fixture
def known(stage: Connection, beckon: Beckon) -> Connection:
    """A company, a person there, and everything that may be kept about one."""
    secret = json.dumps({"token": "t", "pepper": PEPPER, "api": "a"})
    boto3.client("secretsmanager").create_secret(Name=f"beckon/{STAGE}/keys", SecretString=secret)
    campaign = Path(__file__).resolve().parents[3] / "campaigns" / "demo.yml"
    assert beckon("campaign", "create", str(campaign), "--stage", STAGE).code == 0
    facts = (
        fact("company", "Shop"),
        fact("email", ADDRESS),
        fact("person", "Yvonne Quist"),
        fact("person", "Bo Lim"),
    )
    profile = Profile("shop.example", "2026-03-04T16:00:00Z", facts)
    touch = Touch(CLICK, NOW, NOW, "https://a.example", "192.0.2.7", "Mozilla")
    draft = Draft(
        SEND,
        LEAD,
        "demo",
        1,
        0,
        CONTACT,
        "Hello Yvonne",
        ("Dear Yvonne",),
        ({"text": "Dear Yvonne"},),
        "model",
        decisions=({"what": "approved", "by": "Bo", "at": "2026-03-04", "reason": "Yvonne is nice"},),
    )
    answer = {
        "key": "inbound/1",
        "label": "WARM",
        "from_address": ADDRESS,
        "visible": WORDS,
        "campaign_id": "demo",
        "message_id": "yvonne-laptop-0001@shop.example",
    }
    referral = {
        "key": "inbound/2",
        "label": "NEUTRAL",
        "from_address": "bo.lim@shop.example",
        "visible": f"Ask {ADDRESS.upper()} instead",
        "referral": {"name": "Yvonne Quist", "address": ADDRESS},
        "campaign_id": "demo",
    }
    sent = {"send_id": SEND, "lead_id": LEAD, "campaign_id": "demo", "step": 0, "contact_id": CONTACT}
    stage.table.commit([leads.new(LEAD, "shop.example", "brave", "demo", digest("run"), NOW)])
    stage.table.commit(
        [
            *leads.enriched(LEAD, profile, CONTACT, NOW),
            *leads.contact(LEAD, CONTACT, facts[1], "safe", "mx", NOW),
            enrolments.save(Enrolment(LEAD, "demo", campaign_version=1), 0, "x", NOW),
            drafts.keep(draft, NOW),
            mail.answer(LEAD, REPLY, answer, NOW, review=False),
            mail.file(REPLY, mail.CLASSIFIED, {"key": "inbound/1", "lead_id": LEAD}, NOW),
            mail.answer(LEAD, OTHER, referral, NOW, review=False),
            mail.file(OTHER, mail.CLASSIFIED, {"key": "inbound/2", "lead_id": LEAD}, NOW),
            mail.file(digest("again"), mail.DUPLICATE, {"key": "inbound/3", "duplicate_of": REPLY}, NOW),
            mail.file(
                digest("stray"),
                mail.UNMATCHED,
                {"key": "inbound/4", "from_address": ADDRESS, "visible": WORDS},
                NOW,
            ),
            mail.point("yvonne-laptop-0001", REPLY, LEAD, SEND),
            Put(keys.send(LEAD, SEND), "send", sent, gsi1=keys.person_index(PERSON, NOW, SEND)),
            Put(
                keys.settlement(LEAD, SEND, 1), "settlement", {"contact_id": CONTACT, "why": "Yvonne told me"}
            ),
            inquiries.submit(
                Inquiry(
                    digest("i"), LEAD, "demo", "web", True, CONTACT, "Yvonne Quist", "+442079460958", WORDS
                ),
                NOW,
            ),
            calls.claim(
                Call(
                    digest("c"), LEAD, "demo", "reply", REPLY, 1, calls.WAITING, "x", CONTACT, "+442079460958"
                ),
                NOW,
            ),
            imports.save(LEAD, facts, NOW),
            *consents.give(
                stage.table,
                contact_id(ADDRESS, PEPPER),
                rules.Consent(WORDS, "1", "2026-01-01T00:00:00+00:00", "form"),
                NOW,
            ),
            touches.keep(LEAD, Kept(digest("t"), SEND, "demo", touch, Judgement(5)), NOW),
            *consents.record(LEAD, CONTACT, Consent(WORDS, "1", "+442079460958", "reply", REPLY), NOW),
        ]
    )
    for number in range(1, 5):
        stage.mail.put(f"inbound/{number}", f"From: {ADDRESS}\n\n{WORDS}".encode())
    return stage


def person(beckon: Beckon, *arguments: str):
    return beckon("person", *arguments, "--stage", STAGE)


def test_an_export_holds_what_is_kept_and_the_raw_mails(
    known: Connection, beckon: Beckon, tmp_path: Path
) -> None:
    out = tmp_path / "yvonne.zip"
    assert person(beckon, "export", ADDRESS, "-o", str(out)).code == 0
    with zipfile.ZipFile(out) as archive:
        document = json.loads(archive.read("data.json"))
        assert WORDS.encode() in archive.read("mails/0001.eml")
    kinds = {
        "call", "consent", "consent_entry", "consent_standing", "contact", "contact_owner", "draft",
        "imported", "inquiry", "lead", "mail", "message_pointer", "profile", "reply", "send", "settlement",
        "touch",
    }  # fmt: skip
    assert set(document["records"]) == kinds
    assert WORDS in {answer["visible"] for answer in document["records"]["reply"]}


def test_somebody_who_is_not_known_has_an_empty_export(known: Connection, beckon: Beckon) -> None:
    assert person(beckon, "export", "nobody@else.example").out.count("records") == 1
    assert person(beckon, "export", "no address").code == 2


def test_after_erasing_nothing_in_the_table_or_the_bucket_tells_of_the_person(
    known: Connection, beckon: Beckon
) -> None:
    assert person(beckon, "erase", ADDRESS, "--yes").code == 0
    left = json.dumps(list(whole(known)), default=str)
    for word in (ADDRESS, "yvonne", "Yvonne", "Quist", WORDS, "+442079460958", "192.0.2.7"):
        assert word not in left, word
    assert "Bo Lim" in left
    other = mail.get(known.table, LEAD, OTHER)
    assert other is not None
    assert other["visible"] == "Ask [erased] instead"
    assert "Contents" not in boto3.client("s3").list_objects_v2(Bucket=BUCKET, Prefix="inbound/")


def test_what_stays_refuses_and_the_leads_are_told(known: Connection, beckon: Beckon) -> None:
    person(beckon, "erase", ADDRESS, "--yes")
    gates = mail_gates("Yvonne.Quist+x@shop.example", PEPPER)
    assert {item["reason"] for item in suppression.listed(known.table, gates).values()} == {"erased"}
    said = [item["detail_type"] for item in known.table.items(keys.lead_pk(LEAD), keys.EVENT)]
    assert sorted(said) == ["lead.erased.v1", "recipient.suppressed.v1"]
    assert known.table.get(keys.lead(LEAD))
    assert drafts.get(known.table, LEAD, SEND) is not None


def test_erasing_twice_and_after_breaking_off_comes_to_the_same(
    known: Connection, beckon: Beckon, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cli import person as module

    def broken(*_: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as cut:
        cut.setattr(module, "_forget", broken)
        assert person(beckon, "erase", ADDRESS, "--yes").code == 1
    assert person(beckon, "erase", ADDRESS, "--yes").code == 0
    again = person(beckon, "erase", ADDRESS, "--yes", "--json")
    assert again.json() == {"rows": 0, "mails": 0, "leads": 0}
    assert person(beckon, "erase", ADDRESS.replace("@", "+x@"), "--yes", "--json").json()["rows"] == 0
    assert ADDRESS not in json.dumps(list(whole(known)), default=str)


def test_an_answer_that_came_in_after_the_erasure_is_erased_by_the_next(
    known: Connection, beckon: Beckon
) -> None:
    assert person(beckon, "erase", ADDRESS, "--yes").code == 0
    late = {
        "key": "inbound/9",
        "label": "WARM",
        "from_address": ADDRESS,
        "visible": WORDS,
        "contact_id": CONTACT,
    }
    known.table.commit(
        [
            mail.answer(LEAD, reply_id("inbound/9"), late | {"campaign_id": "demo"}, NOW, review=False),
            mail.file(reply_id("inbound/9"), mail.CLASSIFIED, {"key": "inbound/9", "lead_id": LEAD}, NOW),
        ]
    )
    known.mail.put("inbound/9", WORDS.encode())
    done = person(beckon, "erase", ADDRESS, "--yes", "--json").json()
    assert done == {"rows": 2, "mails": 1, "leads": 1}
    assert WORDS not in json.dumps(list(whole(known)), default=str)
    assert "Contents" not in boto3.client("s3").list_objects_v2(Bucket=BUCKET, Prefix="inbound/")


def test_every_kind_of_item_has_its_treatment() -> None:
    """A new kind of item must be looked at: what in it tells of people?"""
    from tests.contract.test_data_model import section

    kinds = {row[3].strip("`") for row in section("Items")}
    treated = [
        personal.DELETED, personal.WITH_FACTS, personal.FORGOTTEN, personal.POINTERS, set(personal.REMOVED),
        set(personal.EMPTIED), set(personal.KEPT),
    ]  # fmt: skip
    assert set().union(*treated) == kinds
    assert sum(map(len, treated)) == len(kinds), "a kind is treated in two ways"
    assert set(personal.EMPTY_LISTS) | set(personal.UNSAID) <= set(personal.EMPTIED)


def test_without_a_yes_nothing_is_erased(known: Connection, beckon: Beckon) -> None:
    assert person(beckon, "erase", ADDRESS).code == 1
    assert known.table.get(keys.contact(LEAD, CONTACT))


# The list --------------------------------------------------------------------------------------------------


def suppress(beckon: Beckon, *arguments: str):
    return beckon("suppress", *arguments, "--stage", STAGE)


def test_an_address_is_suppressed_at_once_and_its_leads_are_told(known: Connection, beckon: Beckon) -> None:
    assert suppress(beckon, "check", ADDRESS).code == 1
    assert suppress(beckon, "add", ADDRESS, "--json").json() == {"new": 1}
    assert suppress(beckon, "add", ADDRESS, "--json").json() == {"known": 1}
    said = suppress(beckon, "check", "YVONNE.QUIST+news@shop.example", "--json").json()
    assert [entry["scope"] for entry in said["entries"]] == ["address", "person"]
    events = [item["detail_type"] for item in known.table.items(keys.lead_pk(LEAD), keys.EVENT)]
    assert events == ["recipient.suppressed.v1"]


@pytest.mark.parametrize(("who", "asked"), [("shop.example", ADDRESS), ("+44 20 7946 0958", "+442079460958")])
def test_a_domain_and_a_number_are_suppressed_too(
    known: Connection, beckon: Beckon, who: str, asked: str
) -> None:
    assert suppress(beckon, "add", who).code == 0
    assert suppress(beckon, "check", asked).code == 0


@pytest.mark.parametrize("who", ["nobody", "a@b", "+12", ""])
def test_what_names_nobody_is_said_and_suppresses_nobody(known: Connection, beckon: Beckon, who: str) -> None:
    assert suppress(beckon, "add", ADDRESS, who).code == 2
    assert suppress(beckon, "check", ADDRESS).code == 1


def test_a_list_is_imported_exported_and_imported_into_another_stage(
    known: Connection, beckon: Beckon, tmp_path: Path
) -> None:
    names = tmp_path / "names.txt"
    names.write_text(f"# from the old system\n{ADDRESS}\nnobody\nother.example\n'+442079460958\n")
    assert suppress(beckon, "import", str(names), "--dry-run", "--json").json()["read"] == 3
    assert suppress(beckon, "check", ADDRESS).code == 1
    done = suppress(beckon, "import", str(names), "--json").json()
    assert (done["new"], done["refused_lines"]) == (3, [3])
    out = tmp_path / "list.csv"
    assert suppress(beckon, "export", "-o", str(out)).code == 0
    assert ADDRESS not in out.read_text()
    again = suppress(beckon, "import", str(out), "--json").json()
    assert (again["known"], again["refused_lines"]) == (4, [])
    out.write_text("scope,hashed,reason,origin,at\naddress,nonsense,x,y,z\n" + f"domain,{'a' * 32},x,y,z\n")
    third = suppress(beckon, "import", str(out), "--json").json()
    assert (third["new"], third["refused_lines"]) == (1, [2])
