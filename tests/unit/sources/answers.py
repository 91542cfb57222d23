"""Answers as the services give them, written by hand after their documentation."""

from __future__ import annotations

import json
from typing import Any

from scrapers.sources.walk import Answer, Reading, SourceFailed, Walk


def ok(body: Any, **headers: str) -> Answer:
    """A good answer: bytes as they are, anything else as JSON."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(200, raw, headers)


def failed(status: int, body: Any = b"", **headers: str) -> Answer:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(status, raw, {name.replace("_", "-"): value for name, value in headers.items()})


def domains(reading: Reading) -> list[str]:
    return [candidate.domain for candidate in reading.found.candidates]


def failure(walk: Walk, answer: Answer, place: str | None = None) -> SourceFailed:
    """The failure that an answer is; an assertion where it is none."""
    try:
        walk.read(place, answer)
    except SourceFailed as error:
        return error
    raise AssertionError("the answer was read")


def brave(*urls: object, more: bool = False) -> dict[str, Any]:
    results = [{"url": url, "title": "x"} for url in urls]
    return {"type": "search", "query": {"more_results_available": more}, "web": {"results": results}}


def google(*links: object, more: bool = False) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "kind": "customsearch#search",
        "queries": {"request": [{"startIndex": 1}]} | ({"nextPage": [{"startIndex": 11}]} if more else {}),
    }
    return answer | ({"items": [{"link": link} for link in links]} if links else {})


def google_error(code: int, reason: str, message: str = "no", status: str = "") -> dict[str, Any]:
    """The older form of Google's errors; the newer ones give their reason in ``details``."""
    return {
        "error": {
            "code": code,
            "message": message,
            "errors": [{"message": message, "domain": "usageLimits", "reason": reason}],
            "status": status,
        }
    }


def lines(*records: object) -> bytes:
    return "".join(f"{r if isinstance(r, str) else json.dumps(r)}\n" for r in records).encode()
