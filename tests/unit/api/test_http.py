import json
from pathlib import Path

import pytest

from api.http import MOST_BYTES, Problem, Response, Router, document, page, problem, read
from tests.unit.api.events import event, posted_json

SAMPLES = Path(__file__).parents[4] / "shared" / "corpora" / "events"


def test_header_names_are_read_in_lower_case():
    assert read(event("GET", "/", headers={"X-Thing": "1"})).headers == {"x-thing": "1"}


def test_a_body_in_base64_is_decoded():
    assert read(event("POST", "/", body="a=b", encoded=True)).form() == {"a": "b"}


def test_a_body_that_claims_base64_and_is_none_is_refused():
    broken = event("POST", "/", body="!!!") | {"isBase64Encoded": True}
    with pytest.raises(Problem) as caught:
        read(broken)
    assert caught.value.status == 400


def test_a_body_above_the_limit_is_refused():
    with pytest.raises(Problem) as caught:
        read(event("POST", "/", body="x" * (MOST_BYTES + 1)))
    assert caught.value.status == 413


def test_a_named_stage_is_no_part_of_the_path():
    assert read(event("GET", "/prod/v1/health", stage="prod")).path == "/v1/health"
    assert read(event("GET", "/prod", stage="prod")).path == "/"
    assert read(event("GET", "/production/x", stage="prod")).path == "/production/x"


@pytest.mark.parametrize(
    ("made", "status"),
    [
        (event("POST", "/", body="{}", headers={"content-type": "text/plain"}), 415),
        (event("POST", "/", body="{}"), 415),
        (event("POST", "/", body="{", headers={"content-type": "application/json"}), 400),
        (event("POST", "/", headers={"content-type": "application/json"}), 400),
        (posted_json("/", ["a"]), 400),
    ],
)
def test_what_is_no_json_object_is_refused(made, status):
    with pytest.raises(Problem) as caught:
        read(made).json()
    assert caught.value.status == status


def test_json_may_name_its_charset():
    headers = {"content-type": "application/json; charset=utf-8"}
    assert read(event("POST", "/", body='{"a": 1}', headers=headers)).json() == {"a": 1}


def test_a_form_that_is_none_has_no_fields():
    assert read(event("POST", "/", body=b"\xff\xfe", encoded=True)).form() == {}
    assert read(event("POST", "/", body="&".join("a=b" for _ in range(99)))).form() == {}


def ok(request, context):
    return document(200, {"parts": dict(request.parts), "context": context})


@pytest.fixture
def router():
    made = Router()
    made.add("GET", "/v1/leads/{lead_id}", ok)
    made.add("POST", "/v1/leads/{lead_id}", ok)
    return made


def ask(router, method, path):
    return router.answer(read(event(method, path)), "here")


def test_a_route_finds_its_variables(router):
    answer = json.loads(ask(router, "GET", "/v1/leads/ab%20c").body)
    assert answer == {"parts": {"lead_id": "ab c"}, "context": "here"}


def test_a_slash_at_the_end_is_forgiven(router):
    assert ask(router, "GET", "/v1/leads/ab/").status == 200


def test_head_is_answered_as_get(router):
    assert ask(router, "HEAD", "/v1/leads/ab").status == 200


@pytest.mark.parametrize("path", ["/", "/v1/leads", "/v1/leads/a/b", "/x/v1/leads/a"])
def test_other_paths_are_not_found(router, path):
    with pytest.raises(Problem) as caught:
        ask(router, "GET", path)
    assert caught.value.status == 404


def test_other_methods_are_told_which_to_use(router):
    with pytest.raises(Problem) as caught:
        ask(router, "DELETE", "/v1/leads/ab")
    assert (caught.value.status, caught.value.detail) == (405, "Use GET or POST.")


def test_every_answer_carries_the_headers_that_protect_a_token():
    for answer in (page(200, "T", ""), document(200, {}), problem(Problem(404, "Not found"))):
        headers = answer.payload()["headers"]
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]


def test_a_title_is_escaped():
    assert "<h1>&lt;script&gt;</h1>" in page(200, "<script>", "").body


def test_an_error_is_problem_json():
    answer = problem(Problem(422, "Unprocessable", "Look", [("email", "is no address")]))
    assert answer.content_type.startswith("application/problem+json")
    assert json.loads(answer.body) == {
        "status": 422,
        "title": "Unprocessable",
        "detail": "Look",
        "errors": [{"field": "email", "problem": "is no address"}],
    }


def test_an_answer_has_the_shape_that_api_gateway_wants():
    assert Response(200, "text/plain", "x", {"a": "b"}).payload().keys() == {
        "statusCode",
        "headers",
        "body",
        "isBase64Encoded",
    }


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the collection of official payloads is not here")
@pytest.mark.parametrize("name", ["apiGatewayProxyV2Event.json", "apiGatewayProxyV2Event_GET.json"])
def test_official_payloads_are_understood(name):
    request = read(json.loads((SAMPLES / "powertools" / name).read_text(encoding="utf-8")))
    assert request.path.startswith("/")
    assert request.method in {"GET", "POST"}
