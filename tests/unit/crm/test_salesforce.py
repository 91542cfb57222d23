from datetime import UTC, datetime

import pytest
import requests

from adapters.salesforce import (
    Credentials,
    Salesforce,
    SalesforceBusy,
    SalesforceConflict,
    SalesforceLoginRefused,
    Upserted,
    _TimedSession,
)
from tests.unit.crm.fake_org import PRIVATE_PEM, FakeOrg, fault, records

NOW = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
CREATED = (201, {"id": "00Q000000000001AAA", "success": True, "errors": [], "created": True})


def credentials(**changes):
    return Credentials(
        **(
            {"consumer_key": "3MVG9", "username": "integration@example.org", "private_key": PRIVATE_PEM}
            | changes
        )
    )


@pytest.fixture
def fake():
    return FakeOrg()


@pytest.fixture
def org(fake):
    return Salesforce(credentials, lambda: NOW, fake.session(_TimedSession()))


def test_the_login_is_a_signed_assertion_that_lives_three_minutes(fake, org):
    fake.answers = [records()]
    org.find("SELECT Id FROM Lead")
    assert fake.logins == [
        {
            "iss": "3MVG9",
            "sub": "integration@example.org",
            "aud": "https://login.salesforce.com",
            "exp": int(NOW.timestamp()) + 180,
            "url": "https://login.salesforce.com/services/oauth2/token",
        }
    ]
    assert fake.asked[0].headers["Authorization"] == "Bearer session-1"


@pytest.mark.parametrize(
    ("login_url", "audience"),
    [
        ("https://login.salesforce.com", "https://login.salesforce.com"),
        ("https://test.salesforce.com/", "https://test.salesforce.com"),
        ("https://acme.my.salesforce.com", "https://login.salesforce.com"),
        ("https://acme--dev.sandbox.my.salesforce.com", "https://test.salesforce.com"),
        ("http://127.0.0.1:4600/salesforce", "http://127.0.0.1:4600/salesforce"),
    ],
)
def test_the_audience_follows_the_login_url(login_url, audience):
    assert credentials(login_url=login_url).claimed_audience() == audience


def test_the_audience_can_be_set():
    assert credentials(audience="https://odd.example").claimed_audience() == "https://odd.example"


def test_the_key_is_not_shown_when_the_credentials_are():
    assert "PRIVATE" not in repr(credentials())


def test_one_login_serves_many_requests(fake, org):
    fake.answers = [records(), records(), CREATED]
    org.find("SELECT Id FROM Lead")
    org.find("SELECT Id FROM Lead")
    org.upsert("Lead", "Beckon_Lead_Id__c", "ab", {})
    assert len(fake.logins) == 1


def test_every_request_has_a_time_out(fake, org):
    fake.answers = [records(), CREATED]
    org.find("SELECT Id FROM Lead")
    org.upsert("Lead", "Beckon_Lead_Id__c", "ab", {})
    assert len(fake.timeouts) == 3
    assert all(isinstance(t, tuple) and max(t) <= 20 for t in fake.timeouts)


def test_values_are_quoted_and_escaped_in_a_query(fake, org):
    fake.answers = [records()]
    org.find("SELECT Id FROM Lead WHERE Email = {email}", email="o'brien@example.org' OR Name LIKE '%")
    assert fake.query() == r"SELECT Id FROM Lead WHERE Email = 'o\'brien@example.org\' OR Name LIKE \'%'"


def test_records_come_without_salesforces_own_attributes(fake, org):
    fake.answers = [records({"Id": "00Q1", "Status": "New"})]
    assert org.find("SELECT Id, Status FROM Lead") == [{"Id": "00Q1", "Status": "New"}]


def test_an_upsert_is_a_patch_by_external_id_that_lets_no_duplicate_pass(fake, org):
    fake.answers = [CREATED]
    done = org.upsert("Lead", "Beckon_Lead_Id__c", "ab/c d", {"Company": "Süß & Söhne"})
    assert done == Upserted("00Q000000000001AAA", True)
    assert fake.asked[0].method == "PATCH"
    assert fake.asked[0].url.endswith("/services/data/v59.0/sobjects/Lead/Beckon_Lead_Id__c/ab%2Fc%20d")
    assert fake.asked[0].headers["Sforce-Duplicate-Rule-Header"] == "allowSave=false"
    assert fake.sent() == {"Company": "Süß & Söhne"}


def test_an_update_by_upsert_says_that_nothing_was_created(fake, org):
    fake.answers = [(200, {"id": "00Q1", "success": True, "errors": [], "created": False})]
    assert org.upsert("Lead", "Beckon_Lead_Id__c", "ab", {}) == Upserted("00Q1", False)


def test_an_answer_without_a_body_is_followed_by_a_look_for_the_id(fake, org):
    fake.answers = [(204, None), records({"Id": "00Q1"})]
    assert org.upsert("Lead", "Beckon_Lead_Id__c", "ab", {}) == Upserted("00Q1", False)
    assert fake.query() == "SELECT Id FROM Lead WHERE Beckon_Lead_Id__c = 'ab' LIMIT 1"


def test_an_ended_session_is_renewed_once_and_the_headers_stay(fake, org):
    fake.answers = [records(), fault("INVALID_SESSION_ID", 401), CREATED]
    org.find("SELECT Id FROM Lead")
    org.upsert("Lead", "Beckon_Lead_Id__c", "ab", {})
    assert len(fake.logins) == 2
    assert fake.asked[-1].headers["Authorization"] == "Bearer session-2"
    assert fake.asked[-1].headers["Sforce-Duplicate-Rule-Header"] == "allowSave=false"


def test_a_session_that_ends_twice_is_an_error_not_a_loop(fake, org):
    fake.answers = [records(), fault("INVALID_SESSION_ID", 401), fault("INVALID_SESSION_ID", 401)]
    org.find("SELECT Id FROM Lead")
    with pytest.raises(Exception, match="Expired session"):
        org.find("SELECT Id FROM Lead")
    assert len(fake.logins) == 2


@pytest.mark.parametrize(
    "answer",
    [
        fault("REQUEST_LIMIT_EXCEEDED", 403),
        fault("UNABLE_TO_LOCK_ROW", 400),
        fault("DUPLICATE_VALUE", 400),
        fault("SERVER_UNAVAILABLE", 503),
        (502, "<html>bad gateway</html>"),
        (0, requests.ConnectTimeout()),
        (0, requests.ReadTimeout()),
        (0, requests.ConnectionError()),
    ],
)
def test_what_passes_is_told_apart(fake, org, answer):
    fake.answers = [answer]
    with pytest.raises(SalesforceBusy):
        org.upsert("Lead", "Beckon_Lead_Id__c", "ab", {})


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (fault("DUPLICATES_DETECTED"), "duplicates_detected"),
        (fault("CANNOT_UPDATE_CONVERTED_LEAD"), "converted_lead"),
        (fault("ENTITY_IS_DELETED", 404), "deleted"),
        ((300, ["/services/data/v59.0/sobjects/Lead/00Q1"]), "external_id_not_unique"),
    ],
)
def test_what_salesforce_holds_against_a_write_is_a_conflict_with_its_reason(fake, org, answer, reason):
    fake.answers = [answer]
    with pytest.raises(SalesforceConflict) as caught:
        org.upsert("Lead", "Beckon_Lead_Id__c", "ab", {})
    assert caught.value.reason == reason


def test_a_field_that_does_not_exist_is_neither(fake, org):
    fake.answers = [fault("INVALID_FIELD")]
    with pytest.raises(Exception, match="INVALID_FIELD"):
        org.upsert("Lead", "Beckon_Lead_Id__c", "ab", {"Nonsense": 1})


def test_a_refused_login_says_what_salesforce_objects_to(fake, org):
    fake.login_answer = (
        400,
        {"error": "invalid_grant", "error_description": "user hasn't approved this consumer"},
    )
    with pytest.raises(SalesforceLoginRefused, match="invalid_grant user hasn't approved this consumer"):
        org.find("SELECT Id FROM Lead")


def test_a_login_that_is_down_passes(fake, org):
    fake.login_answer = (503, None)
    with pytest.raises(SalesforceBusy):
        org.find("SELECT Id FROM Lead")


def test_plain_http_is_spoken_only_where_the_login_url_says_so(fake):
    fake.instance_url = "http://127.0.0.1:4600/salesforce"
    local = Salesforce(
        lambda: credentials(login_url="http://127.0.0.1:4600/salesforce"),
        lambda: NOW,
        fake.session(_TimedSession()),
    )
    fake.answers = [records()]
    local.find("SELECT Id FROM Lead")
    assert fake.asked[0].url.startswith("http://127.0.0.1:4600/salesforce/services/data/v59.0/query/?q=")
    cloud = Salesforce(credentials, lambda: NOW, fake.session(_TimedSession()))
    with pytest.raises(SalesforceLoginRefused, match="not https"):
        cloud.find("SELECT Id FROM Lead")


def test_the_use_of_the_days_calls_is_read_from_the_answers(fake, org):
    assert org.calls_used is None
    fake.answers = [records()]
    org.find("SELECT Id FROM Lead")
    assert org.calls_used == (18, 5000)


def test_the_default_session_never_waits_for_ever():
    assert isinstance(Salesforce(credentials, lambda: NOW)._http, _TimedSession)


class Held:
    def __init__(self, **fields):
        self._fields = fields

    def secret(self, name):
        assert name == "salesforce"
        return self._fields

    def field(self, name, key):
        return self.secret(name)[key]


def test_credentials_are_read_from_the_secret():
    held = Held(consumer_key="3MVG9", username="u", private_key="k", login_url="https://test.salesforce.com")
    assert Credentials.from_secret(held) == Credentials("3MVG9", "u", "k", "https://test.salesforce.com")


def test_the_login_url_is_salesforces_own_unless_said():
    held = Held(consumer_key="3MVG9", username="u", private_key="k", login_url="")
    assert Credentials.from_secret(held).login_url == "https://login.salesforce.com"
