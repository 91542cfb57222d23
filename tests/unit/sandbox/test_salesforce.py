"""The org over HTTP: log in, query, save, and every refusal a client has to live with."""

import base64
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from hypothesis import given
from hypothesis import strategies as st

from sandbox.salesforce.errors import ApiError
from sandbox.salesforce.schema import record_id
from sandbox.salesforce.soql import parse
from tests.unit.sandbox.conftest import Answer, Sandbox

DATA = "/salesforce/services/data/v59.0"
LEAD = {"LastName": "Odell", "Company": "Stillwater Tea", "Email": "info@stillwatertea.example"}


def assertion(sandbox: Sandbox, key: Any = None, header: dict[str, str] | None = None, **claims: Any) -> str:
    pem = (sandbox.town.settings.state / "salesforce_private.pem").read_bytes()
    key = key or serialization.load_pem_private_key(pem, None)
    body = {
        "iss": "sandbox-consumer-key",
        "sub": "sandbox@beckon.example",
        "aud": sandbox.town.salesforce.base_url,
        "exp": int(time.time()) + 180,
    } | claims
    parts = [
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
        for part in (header or {"alg": "RS256"}, body)
    ]
    signature = key.sign(b".".join(parts), padding.PKCS1v15(), hashes.SHA256())
    return b".".join([*parts, base64.urlsafe_b64encode(signature).rstrip(b"=")]).decode()


def log_in(sandbox: Sandbox, jwt: str) -> Answer:
    form = urlencode({"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": jwt})
    return sandbox.http("/salesforce/services/oauth2/token", form.encode())


class Org:
    """A client that is logged in."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.token = log_in(sandbox, assertion(sandbox)).json()["access_token"]

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.sandbox.http(
            f"{DATA}{path}", body, {"Authorization": f"Bearer {self.token}", **named}, method=method
        )

    def query(self, soql: str) -> Answer:
        return self.call("GET", f"/query?q={quote(soql)}")

    def lead(self, key: str = "l1", **fields: Any) -> Answer:
        return self.call("PATCH", f"/sobjects/Lead/Beckon_Lead_Id__c/{key}", LEAD | fields)


@pytest.fixture
def org(sandbox: Sandbox) -> Org:
    return Org(sandbox)


def code(answer: Answer) -> str:
    return str(answer.json()[0]["errorCode"])


def test_a_signed_assertion_opens_a_session(sandbox: Sandbox) -> None:
    answer = log_in(sandbox, assertion(sandbox))
    assert answer.status == 200
    assert answer.json()["instance_url"] == f"{sandbox.town.url}/salesforce"
    assert answer.json()["token_type"] == "Bearer"


def test_assertions_that_salesforce_refuses_are_refused_with_its_words(sandbox: Sandbox) -> None:
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    for jwt, error, words in (
        (assertion(sandbox, aud="https://elsewhere.example"), "invalid_grant", "audience"),
        (assertion(sandbox, exp=int(time.time()) - 1), "invalid_grant", "expired"),
        (assertion(sandbox, exp=int(time.time()) + 3600), "invalid_grant", "too far"),
        (assertion(sandbox, iss="other-app"), "invalid_client_id", "client identifier"),
        (assertion(sandbox, sub="nobody@beckon.example"), "invalid_grant", "approved"),
        (assertion(sandbox, key=stranger), "invalid_grant", "signature"),
        (assertion(sandbox, header={"alg": "none"}), "invalid_grant", "algorithm"),
        ("not.a-jwt", "invalid_grant", "assertion"),
    ):
        answer = log_in(sandbox, jwt)
        assert (answer.status, answer.json()["error"]) == (400, error)
        assert words in answer.json()["error_description"]


def test_without_a_session_nothing_is_served(sandbox: Sandbox) -> None:
    answer = sandbox.http(f"{DATA}/limits", headers={"Authorization": "Bearer guess"})
    assert (answer.status, code(answer)) == (401, "INVALID_SESSION_ID")


def test_the_first_session_ends_early_once(sandbox: Sandbox) -> None:
    first = Org(sandbox)
    for _ in range(sandbox.town.salesforce.first_session_calls):
        assert first.call("GET", "/limits").status == 200
    assert code(first.call("GET", "/limits")) == "INVALID_SESSION_ID"
    second = Org(sandbox)
    for _ in range(sandbox.town.salesforce.first_session_calls + 5):
        assert second.call("GET", "/limits").status == 200


def test_an_upsert_creates_and_then_updates(org: Org) -> None:
    created, updated = org.lead(), org.lead(Title="Owner")
    assert (created.status, created.json()["created"]) == (201, True)
    assert (updated.status, updated.json()["created"]) == (200, False)
    assert created.json()["id"] == updated.json()["id"]
    row = org.query("SELECT Id, Title, Name FROM Lead WHERE Beckon_Lead_Id__c = 'l1'").json()
    assert row["totalSize"] == 1
    assert row["records"][0]["Title"] == "Owner"
    assert row["records"][0]["attributes"]["type"] == "Lead"


def test_every_answer_says_how_much_of_the_limit_is_used(org: Org) -> None:
    assert org.call("GET", "/limits").headers["sforce-limit-info"].startswith("api-usage=1/")
    assert org.query("SELECT nonsense").headers["sforce-limit-info"].startswith("api-usage=2/")


def test_a_known_address_is_a_duplicate_unless_saving_is_allowed(org: Org) -> None:
    known = org.sandbox.address_of("warm_call")  # not in the org
    assert org.lead("l1", Email=known).status == 201
    contact = next(company for company in org.sandbox.town.world.companies if company.crm == "Contact")
    answer = org.lead("l2", Email=contact.email, Sforce_Duplicate_Rule_Header="x")
    assert code(answer) == "INVALID_FIELD"
    refused = org.lead("l2", Email=contact.email.upper())
    assert (refused.status, code(refused)) == (400, "DUPLICATES_DETECTED")
    match = refused.json()[0]["duplicateResult"]["matchResults"][0]["matchRecords"][0]["record"]
    assert match["attributes"]["type"] == "Contact"
    path, body = "/sobjects/Lead/Beckon_Lead_Id__c/l2", LEAD | {"Email": contact.email}
    assert (
        code(org.call("PATCH", path, body, Sforce_Duplicate_Rule_Header="allowSave=false"))
        == "DUPLICATES_DETECTED"
    )
    assert org.call("PATCH", path, body, Sforce_Duplicate_Rule_Header="allowSave=true").status == 201


def test_the_sales_people_know_some_companies_already(org: Org) -> None:
    leads = org.query(
        "SELECT Email, Company FROM Lead WHERE LeadSource = 'Trade fair' ORDER BY Company"
    ).json()
    assert [row["Company"] for row in leads["records"]] == ["Copper Kettle Coffee", "Mosswood Soap"]
    contacts = org.query(
        "SELECT Id, AccountId FROM Contact WHERE Email = 'contact@harborandhearth.example'"
    ).json()
    assert contacts["records"][0]["AccountId"].startswith("001")


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"LastName": ""}, "REQUIRED_FIELD_MISSING"),
        ({"Company": None}, "REQUIRED_FIELD_MISSING"),
        ({"Company": "x" * 256}, "STRING_TOO_LONG"),
        ({"Email": "not an address"}, "INVALID_EMAIL_ADDRESS"),
        ({"Shoe": "42"}, "INVALID_FIELD"),
        ({"Beckon_Lead_Id__c": "l1"}, "INVALID_FIELD"),
        ({"Name": "Set by hand"}, "INVALID_FIELD_FOR_INSERT_UPDATE"),
    ],
)
def test_records_that_the_object_cannot_hold_are_refused(
    org: Org, fields: dict[str, Any], error: str
) -> None:
    answer = org.lead(**fields)
    assert (answer.status, code(answer)) == (400, error)
    assert org.query("SELECT Id FROM Lead WHERE Beckon_Lead_Id__c = 'l1'").json()["totalSize"] == 0


def test_a_task_hangs_on_a_lead_that_exists(org: Org) -> None:
    lead = org.lead().json()["id"]
    task = {"Subject": "Mail sent", "WhoId": lead, "Status": "Completed"}
    assert org.call("PATCH", "/sobjects/Task/Beckon_Id__c/t1", task).status == 201
    task["WhoId"] = record_id("00Q", 999_999)
    assert code(org.call("PATCH", "/sobjects/Task/Beckon_Id__c/t2", task)) == "INVALID_CROSS_REFERENCE_KEY"


def test_records_are_read_and_changed_by_id(org: Org) -> None:
    key = org.lead().json()["id"]
    assert org.call("PATCH", f"/sobjects/Lead/{key}", {"Title": "Owner"}).status == 204
    assert org.call("GET", f"/sobjects/Lead/{key[:15]}?fields=Title").json()["Title"] == "Owner"
    assert org.call("GET", "/sobjects/Lead/00Q000000000000AAA").status == 404
    assert org.call("DELETE", f"/sobjects/Lead/{key}").status == 405


def test_a_collection_saves_what_it_can(org: Org) -> None:
    records = [
        {"attributes": {"type": "Lead"}, "Beckon_Lead_Id__c": "l1", "LastName": "A", "Company": "A"},
        {"attributes": {"type": "Lead"}, "Beckon_Lead_Id__c": "l2", "LastName": "B"},
    ]
    path = "/composite/sobjects/Lead/Beckon_Lead_Id__c"
    good, bad = org.call("PATCH", path, {"records": records}).json()
    assert good["success"] is True
    assert bad["errors"][0]["statusCode"] == "REQUIRED_FIELD_MISSING"
    many = {"records": records[:1] * 201}
    assert code(org.call("PATCH", path, many)) == "EXCEEDED_ID_LIMIT"


def test_a_collection_of_all_or_none_saves_nothing_when_one_fails(org: Org) -> None:
    records = [
        {"Beckon_Lead_Id__c": "l1", "LastName": "A", "Company": "A"},
        {"Beckon_Lead_Id__c": "l2", "LastName": "B"},
    ]
    body = {"allOrNone": True, "records": records}
    results = org.call("PATCH", "/composite/sobjects/Lead/Beckon_Lead_Id__c", body).json()
    codes = [result["errors"][0]["statusCode"] for result in results]
    assert codes == ["ALL_OR_NONE_OPERATION_ROLLED_BACK", "REQUIRED_FIELD_MISSING"]
    assert org.query("SELECT COUNT() FROM Lead WHERE Beckon_Lead_Id__c = 'l1'").json()["totalSize"] == 0


def test_composite_requests_may_refer_to_each_other(org: Org) -> None:
    base = "/services/data/v59.0/sobjects"
    steps = [
        {"method": "PATCH", "url": f"{base}/Lead/Beckon_Lead_Id__c/l1", "referenceId": "lead", "body": LEAD},
        {
            "method": "PATCH",
            "url": f"{base}/Task/Beckon_Id__c/t1",
            "referenceId": "task",
            "body": {"Subject": "Mail", "WhoId": "@{lead.id}"},
        },
    ]
    answers = org.call("POST", "/composite", {"compositeRequest": steps}).json()["compositeResponse"]
    assert [answer["httpStatusCode"] for answer in answers] == [201, 201]
    task = org.query("SELECT WhoId FROM Task WHERE Beckon_Id__c = 't1'").json()["records"][0]
    assert task["WhoId"] == answers[0]["body"]["id"]
    assert code(org.call("POST", "/composite", {"compositeRequest": steps * 13})) == "LIMIT_EXCEEDED"


def test_a_composite_of_all_or_none_undoes_what_it_did(org: Org) -> None:
    base = "/services/data/v59.0/sobjects"
    steps = [
        {"method": "PATCH", "url": f"{base}/Lead/Beckon_Lead_Id__c/l1", "referenceId": "a", "body": LEAD},
        {"method": "PATCH", "url": f"{base}/Lead/Beckon_Lead_Id__c/l2", "referenceId": "b", "body": {}},
    ]
    body = {"allOrNone": True, "compositeRequest": steps}
    answers = org.call("POST", "/composite", body).json()["compositeResponse"]
    assert [answer["body"][0]["errorCode"] for answer in answers] == [
        "PROCESSING_HALTED",
        "REQUIRED_FIELD_MISSING",
    ]
    assert org.query("SELECT COUNT() FROM Lead WHERE Beckon_Lead_Id__c = 'l1'").json()["totalSize"] == 0


@pytest.mark.parametrize(
    ("fault", "error", "status"),
    [("request_limit", "REQUEST_LIMIT_EXCEEDED", 403), ("lock_row", "UNABLE_TO_LOCK_ROW", 400)],
)
def test_it_fails_on_order(org: Org, fault: str, error: str, status: int) -> None:
    org.sandbox.town.faults.order("salesforce", fault, 1)
    answer = org.lead()
    assert (answer.status, code(answer)) == (status, error)
    assert org.lead().status == 201


def test_records_and_keys_survive_a_restart(start: Callable[..., Sandbox]) -> None:
    first = start("same")
    key = Org(first).lead().json()["id"]
    first.town.stop()
    second = Org(start("same"))
    assert (
        second.query("SELECT Id FROM Lead WHERE Beckon_Lead_Id__c = 'l1'").json()["records"][0]["Id"] == key
    )
    assert second.query("SELECT Id FROM Lead WHERE LeadSource = 'Trade fair'").json()["totalSize"] == 2


ROW = {"Name": "O'Neil", "Age": 40, "Open": True, "Gone": None, "Mail": "Kim@Shop.example"}


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("Name = 'O\\'Neil'", True),
        ("Mail = 'kim@shop.example'", True),
        ("Age > 39 AND Open = true", True),
        ("Age < 40 OR Gone = null", True),
        ("(Age < 40 OR Open = true) AND Gone != null", False),
        ("NOT Age = 40", False),
        ("Mail LIKE '%@shop.%'", True),
        ("Name IN ('a', 'o\\'neil')", True),
        ("Name NOT IN ('a', 'b')", True),
        ("Gone > 3", False),
    ],
)
def test_conditions_mean_what_they_say(condition: str, holds: bool) -> None:
    assert parse(f"SELECT Id FROM Lead WHERE {condition}").condition(ROW) is holds


@pytest.mark.parametrize(
    "soql",
    [
        "SELECT FROM Lead",
        "SELECT Id Lead",
        "SELECT Id FROM Lead WHERE Email = tea@shop.example",
        "SELECT Id FROM Lead WHERE Email = 'open",
        "SELECT Id FROM Lead WHERE A = 1 AND B = 2 OR C = 3",
        "SELECT Id FROM Lead LIMIT x",
        "SELECT Id FROM Lead; DROP TABLE Lead",
        "",
    ],
)
def test_what_is_no_soql_is_malformed(soql: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse(soql)
    assert caught.value.code == "MALFORMED_QUERY"


def test_unknown_columns_and_objects_are_named(org: Org) -> None:
    assert code(org.query("SELECT Shoe FROM Lead")) == "INVALID_FIELD"
    assert code(org.query("SELECT Id FROM Shoe")) == "INVALID_TYPE"
    assert code(org.query("SELECT Id FROM Lead WHERE x")) == "MALFORMED_QUERY"


@given(st.text(max_size=60))
def test_any_string_comes_back_from_its_literal(text: str) -> None:
    literal = text.replace("\\", "\\\\").replace("'", "\\'")
    query = parse(f"SELECT Id FROM Lead WHERE Name = '{literal}' LIMIT 1")
    assert query.condition({"Name": text})
    assert query.limit == 1


def test_ids_have_eighteen_characters_and_never_repeat() -> None:
    ids = {record_id("00Q", number) for number in range(5000)}
    assert len(ids) == 5000
    assert {len(key) for key in ids} == {18}
