import json

import httpx
import pytest

from dashboard.client import (
    MOST_BYTES,
    Busy,
    Client,
    Faulty,
    NotReachable,
    NotThere,
    NotUnderstood,
    WrongKey,
)
from dashboard.settings import Settings
from tests.browser.documents import CAMPAIGN
from tests.browser.fake_api import KEY, PAGE, FakeApi, serving

LOCAL = Settings("http://abc123.execute-api.localhost:4566", "test", "local", KEY)
AWS = Settings("https://api.example/prod", "test", "prod", KEY)


class Wire(httpx.BaseTransport):
    """Remembers requests and answers as told, or from a fake API."""

    def __init__(
        self, *, status: int = 200, body: bytes | None = None, error: Exception | None = None
    ) -> None:
        self.requests: list[httpx.Request] = []
        self._status, self._body, self._error = status, body, error
        self._api = FakeApi()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if self._error:
            raise self._error
        if self._body is not None or self._status != 200:
            return httpx.Response(self._status, content=self._body or b"{}")
        target = request.url.raw_path.decode()
        status, document = self._api.answer(target, request.headers.get("authorization", ""))
        return httpx.Response(status, json=document)


def test_the_key_goes_as_a_bearer_token():
    wire = Wire()
    Client(LOCAL, wire).campaigns()
    assert wire.requests[0].headers["authorization"] == f"Bearer {KEY}"


def test_a_name_under_localhost_is_asked_on_this_machine_under_its_own_name():
    wire = Wire()
    Client(LOCAL, wire).campaigns()
    request = wire.requests[0]
    assert (request.url.host, request.url.port) == ("127.0.0.1", 4566)
    assert request.headers["host"] == "abc123.execute-api.localhost:4566"


def test_a_name_under_localhost_is_reached_over_a_real_socket():
    with serving() as api:
        settings = Settings(f"http://abc123.execute-api.localhost:{api.port}", "test", "local", KEY)
        with Client(settings) as client:
            assert [campaign.id for campaign in client.campaigns()] == [CAMPAIGN, "empty"]
    assert api.hosts == [f"abc123.execute-api.localhost:{api.port}"]


def test_another_host_is_asked_as_it_is_with_the_path_of_its_stage():
    wire = Wire(body=b"{}")
    Client(AWS, wire).health()
    assert str(wire.requests[0].url) == "https://api.example/prod/v1/health"
    assert wire.requests[0].headers["host"] == "api.example"


def test_health_is_asked_without_a_key_when_there_is_none():
    wire = Wire()
    Client(Settings(LOCAL.url, "test", "local"), wire).health()
    assert "authorization" not in wire.requests[0].headers


def test_a_funnel_is_counters():
    assert Client(LOCAL, Wire()).funnel(CAMPAIGN).counters["email.sent"] == 148


def test_pages_of_leads_follow_one_another_to_the_last():
    client = Client(LOCAL, Wire())
    first = client.leads(CAMPAIGN)
    second = client.leads(CAMPAIGN, cursor=first.cursor)
    third = client.leads(CAMPAIGN, cursor=second.cursor)
    assert [len(page.leads) for page in (first, second, third)] == [PAGE, PAGE, 10]
    assert third.cursor is None
    assert len({row.id for page in (first, second, third) for row in page.leads}) == 60


def test_a_state_narrows_the_leads():
    assert {row.state for row in Client(LOCAL, Wire()).leads(CAMPAIGN, "stopped").leads} == {"stopped"}


def test_a_lead_comes_with_its_facts_and_all_that_happened():
    lead = Client(LOCAL, Wire()).lead(f"{8:032x}")
    assert lead.row.company == "Fjordlicht 8"
    assert [fact.kind for fact in lead.facts] == ["company", "email", "phone", "platform"]
    assert lead.timeline[0].type == "lead.discovered"


def test_an_id_can_not_leave_its_place_in_the_path():
    wire = Wire(body=b"{}")
    with pytest.raises(NotUnderstood):
        Client(LOCAL, wire).lead("../campaigns?x=1#y")
    assert wire.requests[0].url.raw_path == b"/v1/leads/..%2Fcampaigns%3Fx%3D1%23y"


@pytest.mark.parametrize("status", [401, 403])
def test_a_wrong_key_is_told_apart_from_no_key(status):
    with pytest.raises(WrongKey, match="does not accept") as wrong:
        Client(LOCAL, Wire(status=status)).campaigns()
    with pytest.raises(WrongKey, match="wants a key"):
        Client(Settings(LOCAL.url, "test", "local"), Wire(status=status)).campaigns()
    assert "beckon/local/keys" in wrong.value.hint
    assert KEY not in str(wrong.value) + wrong.value.hint


@pytest.mark.parametrize(
    ("status", "kind"),
    [(404, NotThere), (429, Busy), (500, Faulty), (503, Faulty), (204, NotUnderstood), (418, NotUnderstood)],
)
def test_each_refusal_has_its_own_error_and_a_hint(status, kind):
    with pytest.raises(kind) as caught:
        Client(LOCAL, Wire(status=status)).lead("a" * 32)
    assert caught.value.hint


def test_a_redirect_is_not_followed_with_the_key():
    wire = Wire(status=302)
    with pytest.raises(NotUnderstood):
        Client(AWS, wire).campaigns()
    assert len(wire.requests) == 1


@pytest.mark.parametrize(
    "error",
    [
        httpx.ConnectError("refused"),
        httpx.ConnectTimeout("late"),
        httpx.ReadTimeout("late"),
        httpx.ReadError("cut"),
    ],
)
def test_an_api_that_does_not_answer_is_not_reachable(error):
    with pytest.raises(NotReachable, match=r"abc123\.execute-api\.localhost") as caught:
        Client(LOCAL, Wire(error=error)).campaigns()
    assert "beckon" in caught.value.hint


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"", b"\xff\xfe"])
def test_what_does_not_speak_json_is_something_else(body):
    with pytest.raises(NotUnderstood):
        Client(LOCAL, Wire(body=body)).campaigns()


def test_an_endless_answer_is_cut_off():
    with pytest.raises(NotUnderstood, match="larger"):
        Client(LOCAL, Wire(body=b" " * (MOST_BYTES + 1))).campaigns()


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"campaigns": {}},
        {"campaigns": [1]},
        {"campaigns": [{}]},
        {"campaigns": [{"campaign_id": 7}]},
    ],
)
def test_another_shape_is_said_to_be_so(document):
    with pytest.raises(NotUnderstood, match="another shape"):
        Client(LOCAL, Wire(body=json.dumps(document).encode())).campaigns()


@pytest.mark.parametrize(
    "counters", [None, [], {"email.sent": "3"}, {"email.sent": True}, {"email.sent": 1.5}]
)
def test_counters_that_do_not_count_are_another_shape(counters):
    body = json.dumps({"campaign_id": CAMPAIGN, "counters": counters}).encode()
    with pytest.raises(NotUnderstood, match="counters"):
        Client(LOCAL, Wire(body=body)).funnel(CAMPAIGN)


def test_what_the_api_says_about_a_problem_is_passed_on():
    body = json.dumps({"status": 503, "title": "Not set up", "detail": "The secret needs a key."}).encode()
    with pytest.raises(Faulty, match=r"HTTP 503\)\. The secret needs a key\."):
        Client(LOCAL, Wire(status=503, body=body)).campaigns()
