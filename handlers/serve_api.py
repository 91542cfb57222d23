"""The HTTP API: unsubscribe, inquiries, and the reading side for the dashboard and others.

No queue: somebody waits for the answer. Each writing route commits its own transaction with the events that
tell of it (see ``api.commit``), and is idempotent by what it writes. Their modules are imported by the first
request that needs them: reading says no events, and need not pay for the models (a third of a cold start).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, wraps
from typing import Any

from api import reading
from api.access import require_key
from api.http import Problem, Request, Response, Router, document, problem, read
from runtime.telemetry import logger, measure, where
from runtime.wiring import Deps

NAME = "serve_api"


def health(request: Request, deps: Deps) -> Response:
    """That the function runs and reads its table. Open to all: it tells nothing else."""
    reading.ping(deps)
    return document(200, {"status": "ok"})


def _ask(request: Request, deps: Deps) -> Response:
    from api import unsubscribe

    return unsubscribe.ask(request, deps)


def _unsubscribe(request: Request, deps: Deps) -> Response:
    from api import unsubscribe

    return unsubscribe.unsubscribe(request, deps)


def _submit(request: Request, deps: Deps) -> Response:
    from api import inquiries

    return inquiries.submit(request, deps)


def _guarded(action: Callable[[Request, Deps], Response]) -> Callable[[Request, Deps], Response]:
    @wraps(action)
    def guarded(request: Request, deps: Deps) -> Response:
        require_key(request, deps)
        return action(request, deps)

    return guarded


@cache
def _router() -> Router[Deps]:
    router: Router[Deps] = Router()
    router.add("GET", "/u/{token}", _ask)
    router.add("POST", "/u/{token}", _unsubscribe)
    router.add("POST", "/inquiries", _submit)
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
    except Exception as error:
        # The path may hold a token, and a body what somebody wrote: neither is logged.
        logger().error("failed", extra={"consumer": NAME} | where(error))
        measure(NAME, "Failed")
        answer = problem(Problem(500, "Internal error", "Nothing was changed. Try again later."))
    return answer.payload()
