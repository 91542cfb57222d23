"""Every deployed function starts from its package alone: all of its code and data was packaged."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.local.conftest import STAGE

HANDLERS = sorted(
    path.stem for path in (Path(__file__).parents[2] / "infrastructure" / "handlers").glob("*.yml")
)
# Who is called by somebody that waits; everybody else is given a batch.
WAITED_FOR = {"answer_lex", "serve_api"}
# The stream's readers say that a batch failed by failing.
READERS = {"aggregate_stats", "publish_outbox"}


def invoke(stage, name: str, event: dict[str, Any]) -> Any:
    answer = stage.client("lambda").invoke(
        FunctionName=f"beckon-{STAGE}-{name}", Payload=json.dumps(event).encode()
    )
    payload = json.loads(answer["Payload"].read())
    assert "FunctionError" not in answer, payload
    return payload


@pytest.mark.parametrize("name", sorted(set(HANDLERS) - WAITED_FOR))
def test_an_empty_batch_is_done(stage, name):
    assert invoke(stage, name, {"Records": []}) == (None if name in READERS else {"batchItemFailures": []})


def test_a_caller_without_a_call_hears_an_apology(stage):
    event = {"sessionState": {"intent": {"name": "FallbackIntent"}, "sessionAttributes": {}}}
    answer = invoke(stage, "answer_lex", event)
    assert answer["sessionState"]["dialogAction"] == {"type": "Close"}
    assert "Sorry" in answer["messages"][0]["content"]


def test_the_api_answers_over_http(stage):
    import httpx

    with httpx.Client(trust_env=False) as client:
        answer = client.get(f"{stage.outputs['PublicUrl']}/v1/health", timeout=20)
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
