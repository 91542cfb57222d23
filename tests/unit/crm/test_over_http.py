"""sync_salesforce with its real adapter, against an org that answers over HTTP as Salesforce does."""

from types import SimpleNamespace

import pytest

from adapters.salesforce import Salesforce
from events.lead_erased import LeadErased
from runtime.outcome import Retry
from store import crm
from tests.unit.crm.test_sync_salesforce import (
    ADDRESS,
    ASKED,
    CALLED,
    LEAD,
    LEFT,
    MAILED,
    SELECTED,
    answered,
    happens,
    mailed,
    org,
    said,
    suppress,
    wired,
)
from tests.unit.sandbox.conftest import key_pair, sandbox, start

__all__ = ["key_pair", "org", "sandbox", "start", "wired"]  # fixtures


class Held:
    """The stage's secret."""

    def __init__(self, sandbox):
        self._fields = {
            "consumer_key": "sandbox-consumer-key",
            "username": "sandbox@beckon.example",
            "private_key": (sandbox.town.settings.state / "salesforce_private.pem").read_text(),
            "login_url": f"{sandbox.town.url}/salesforce",
        }

    def secret(self, name):
        assert name == "salesforce"
        return self._fields

    def field(self, name, key):
        return self.secret(name)[key]


@pytest.fixture
def there(sandbox, wired):
    """The org, and the handler's dependencies with the adapter that speaks to it."""
    wired.salesforce = Salesforce.from_secrets(Held(sandbox))
    yield SimpleNamespace(deps=wired, sandbox=sandbox, find=wired.salesforce.find)
    wired.salesforce._http.close()


def test_a_company_from_its_choice_to_its_erasure(there):
    for data in (SELECTED, MAILED, answered(), CALLED, ASKED):
        happens(there.deps, data)
    (lead,) = there.find(
        "SELECT Id, Company, Status, Email FROM Lead WHERE Beckon_Lead_Id__c = {lead_id}", lead_id=LEAD
    )
    assert (lead["Company"], lead["Status"]) == ("Alder & Finch", "Working - Contacted")
    tasks = there.find("SELECT Subject FROM Task WHERE WhoId = {who}", who=lead["Id"])
    assert len(tasks) == 4
    happens(there.deps, LEFT)
    happens(there.deps, LeadErased(lead_id=LEAD))
    (lead,) = there.find(
        "SELECT LastName, Email, HasOptedOutOfEmail FROM Lead WHERE Beckon_Lead_Id__c = {lead_id}",
        lead_id=LEAD,
    )
    assert lead == {"LastName": "Erased on request", "Email": None, "HasOptedOutOfEmail": True}
    assert {task["Subject"] for task in there.find("SELECT Subject FROM Task")} == {"Erased on request"}
    assert there.deps.salesforce.calls_used[0] > 0


def test_doing_it_all_again_leaves_one_of_each(there):
    for cause in ("first", "again"):
        for data in (MAILED, SELECTED, answered(), MAILED):
            happens(there.deps, data, cause)
    assert len(there.find("SELECT Id FROM Lead WHERE Email = {email}", email=ADDRESS)) == 1
    assert len(there.find("SELECT Id FROM Task")) == 2


@pytest.mark.parametrize("kind", ["Lead", "Contact"])
def test_whom_the_org_knows_already_keeps_their_record(there, kind):
    known = {"LastName": "Alder", "Email": ADDRESS} | ({"Company": "Alder Ltd"} if kind == "Lead" else {})
    path = f"sobjects/{kind}/"
    there.find("SELECT Id FROM Lead LIMIT 1")  # logs in
    made = there.deps.salesforce._api.restful(path, method="POST", json=known)
    mailed(there.deps)
    suppress(there.deps)
    for data in (MAILED, LEFT):
        happens(there.deps, data)
    link = crm.get(there.deps.table, LEAD)
    assert (link.kind, link.who_id, link.adopted) == (kind, made["id"], True)
    (record,) = there.find(f"SELECT LastName, HasOptedOutOfEmail FROM {kind} WHERE Id = {{i}}", i=made["id"])
    assert record == {"LastName": "Alder", "HasOptedOutOfEmail": True}
    assert len(there.find("SELECT Id FROM Task WHERE WhoId = {who}", who=made["id"])) == 1


@pytest.mark.parametrize(
    ("fault", "again"),
    [
        ("session_expired", False),
        ("lock_row", True),
        ("request_limit", True),
        ("down", True),
        ("timeout_after_success", True),
    ],
)
def test_a_fault_of_the_org_loses_nothing(there, fault, again):
    happens(there.deps, SELECTED)
    ordered = there.sandbox.http("/control/faults", {"service": "salesforce", "fault": fault})
    assert ordered.status == 200
    if again:
        with pytest.raises(Retry):
            happens(there.deps, MAILED)
    happens(there.deps, MAILED)
    assert len(there.find("SELECT Id FROM Task")) == 1
    assert said(there.deps) == [("crm.synced", "Lead"), ("crm.synced", "Task")]
