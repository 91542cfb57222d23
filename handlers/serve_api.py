"""The HTTP API: unsubscribe, inquiries, and the reading side for the dashboard and others.

No queue: somebody waits for the answer. Each writing route commits its own transaction with the events that
tell of it (see ``api.commit``), and is idempotent by what it writes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, wraps
from typing import Any

from api import inquiries, reading, unsubscribe
from api.access import require_key
from api.commit import StillRefused
from api.http import Problem, Request, Response, Router, document, problem, read
from runtime.telemetry import logger, measure, where
from runtime.wiring import Deps

NAME = "serve_api"


def health(request: Request, deps: Deps) -> Response:
    """That the function runs and reads its table. Open to all: it tells nothing else."""
    reading.ping(deps)
    return document(200, {"status": "ok"})


def _guarded(action: Callable[[Request, Deps], Response]) -> Callable[[Request, Deps], Response]:
    @wraps(action)
    def guarded(request: Request, deps: Deps) -> Response:
        require_key(request, deps)
        return action(request, deps)

    return guarded


@cache
def _router() -> Router[Deps]:
    router: Router[Deps] = Router()
    router.add("GET", "/u/{token}", unsubscribe.ask)
    router.add("POST", "/u/{token}", unsubscribe.unsubscribe)
    router.add("POST", "/inquiries", inquiries.submit)
    router.add("GET", "/v1/health", health)
    router.add("GET", "/v1/campaigns", _guarded(reading.campaigns))
    router.add("GET", "/v1/campaigns/{campaign_id}/funnel", _guarded(reading.funnel))
    router.add("GET", "/v1/leads", _guarded(reading.leads))
    router.add("GET", "/v1/leads/{lead_id}", _guarded(reading.lead))
    return router


@cache
def _deps() -> Deps:
    return Deps.from_environment()


def lambda_handler(event: Mapping[str, Any], context: object, deps: Deps | None = None) -> dict[str, Any]:
    """Answer one request. An error of ours is an answer without details; they are in the log."""
    try:
        answer = _router().answer(read(event), deps or _deps())
    except Problem as error:
        answer = problem(error)
    except StillRefused:
        answer = problem(Problem(503, "Busy", "Nothing was changed. Try again in a moment."))
    except Exception as error:
        # The path may hold a token, and a body what somebody wrote: neither is logged.
        logger().error("failed", extra={"consumer": NAME} | where(error))
        measure(NAME, "Failed")
        answer = problem(Problem(500, "Internal error", "Nothing was changed. Try again later."))
    return answer.payload()
