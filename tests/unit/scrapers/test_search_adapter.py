"""The search adapter against scripted answers, without a socket and without waiting."""

from types import SimpleNamespace
from typing import Any

import pytest
import urllib3

from adapters.search import BraveSearch, SearchFailed


class Pool:
    def __init__(self, *answers: urllib3.HTTPResponse | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, dict[str, str]]] = []

    def request(self, method: str, url: str, *, headers: dict[str, str], **_: Any) -> urllib3.HTTPResponse:
        self.asked.append((url, headers))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def answer(status: int, body: bytes = b"{}", **headers: str) -> urllib3.HTTPResponse:
    from io import BytesIO

    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return urllib3.HTTPResponse(BytesIO(body), headers=named, status=status, preload_content=False)


def search(pool: Pool, slept: list[float] | None = None) -> BraveSearch:
    pauses: list[float] = [] if slept is None else slept
    return BraveSearch("https://search.example/", lambda: "key", pool, pauses.append)  # type: ignore[arg-type]


def test_a_search_carries_its_key_in_the_header_and_its_query_in_the_address() -> None:
    pool = Pool(answer(200, b'{"type":"search"}'))
    assert search(pool).ask("/res/v1/web/search", {"q": "tea & co", "count": "20"}) == b'{"type":"search"}'
    ((url, headers),) = pool.asked
    assert url == "https://search.example/res/v1/web/search?q=tea+%26+co&count=20"
    assert headers["X-Subscription-Token"] == "key"


def test_a_busy_search_is_asked_again_after_the_pause_it_names() -> None:
    slept: list[float] = []
    pool = Pool(answer(429, X_RateLimit_Reset="3, 1419704"), answer(503), answer(200, b"{}"))
    assert search(pool, slept).ask("/x", {}) == b"{}"
    assert slept == [3.0, 2.0]


@pytest.mark.parametrize(
    ("answers", "reason", "asked"),
    [
        ([answer(429, X_RateLimit_Reset="99999")] * 3, "search_busy", 3),
        ([answer(500)] * 3, "search_down", 3),
        ([answer(401)], "search_refused", 1),
        ([answer(422)], "search_refused", 1),
        ([answer(301, Location="http://127.0.0.1/")], "search_refused", 1),
        ([urllib3.exceptions.ProtocolError("x")] * 3, "search_unreachable", 3),
        ([answer(200, b"x" * 2_000_001)], "search_too_large", 1),
    ],
)
def test_a_search_that_fails_says_how(answers: list[Any], reason: str, asked: int) -> None:
    pool = Pool(*answers)
    with pytest.raises(SearchFailed) as failure:
        search(pool).ask("/x", {})
    assert failure.value.reason == reason
    assert len(pool.asked) == asked


def test_the_key_is_read_when_a_search_is_made() -> None:
    secrets = SimpleNamespace(field=lambda name, key: f"{name}.{key}")
    settings = SimpleNamespace(search_url="https://search.example")
    made = BraveSearch.from_settings(settings, secrets)
    assert made._key() == "search.brave"
