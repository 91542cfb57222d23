"""The search services against scripted answers, without a socket and without waiting."""

from typing import Any

import pytest
import urllib3

from adapters.search import TOKEN_HEADER, AnswerTooLarge, SearchServices, Service, Unreachable, services
from adapters.secrets import MissingSecret
from runtime.settings import Settings
from scrapers.finders import FINDERS
from scrapers.sources.walk import Service as Asked


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


class Secrets:
    def __init__(self, **fields: str) -> None:
        self.fields = fields
        self.forgotten = 0

    def field(self, name: str, key: str) -> str:
        if key not in self.fields:
            raise MissingSecret(f'the secret {name} has no field "{key}": add it')
        return self.fields[key]

    def forget(self, name: str) -> None:
        self.forgotten += 1


SERVICES = {
    "brave": Service("https://search.example/", header_keys=((TOKEN_HEADER, "brave"),), most_bytes=1_000),
    "google": Service("https://google.example", param_keys=(("key", "google_key"), ("cx", "google_cx"))),
    "slow": Service("https://slow.example", attempts=1),
}


def answer(status: int, body: bytes = b"{}", **headers: str) -> urllib3.HTTPResponse:
    from io import BytesIO

    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return urllib3.HTTPResponse(BytesIO(body), headers=named, status=status, preload_content=False)


def search(pool: Pool, slept: list[float] | None = None, secrets: Secrets | None = None) -> SearchServices:
    pauses: list[float] = [] if slept is None else slept
    keys = secrets or Secrets(brave="key", google_key="k", google_cx="c")
    return SearchServices(SERVICES, keys, pool, pauses.append)  # type: ignore[arg-type]


def test_a_search_carries_its_key_in_the_header_and_its_query_in_the_address() -> None:
    pool = Pool(answer(200, b'{"type":"search"}'))
    reply = search(pool).ask("brave", "/res/v1/web/search", {"q": "tea & co", "count": "20"})
    assert (reply.status, reply.body) == (200, b'{"type":"search"}')
    ((url, headers),) = pool.asked
    assert url == "https://search.example/res/v1/web/search?q=tea+%26+co&count=20"
    assert headers["X-Subscription-Token"] == "key"
    assert headers["User-Agent"].startswith("BeckonBot")


def test_keys_may_be_parameters_and_go_to_their_own_service_only() -> None:
    pool = Pool(answer(200), answer(200))
    asking = search(pool)
    asking.ask("google", "/x", {"q": "a"})
    asking.ask("slow", "/y", {"q": "a"})
    assert pool.asked[0][0] == "https://google.example/x?q=a&key=k&cx=c"
    assert "X-Subscription-Token" not in pool.asked[0][1]
    assert pool.asked[1][0] == "https://slow.example/y?q=a"


def test_a_busy_service_is_asked_again_after_the_pause_it_names() -> None:
    slept: list[float] = []
    pool = Pool(answer(429, X_RateLimit_Reset="3, 1419704"), answer(503, Retry_After="2"), answer(200))
    assert search(pool, slept).ask("brave", "/x", {}).status == 200
    assert slept == [3.0, 2.0]


@pytest.mark.parametrize(
    ("name", "answers", "status", "asked"),
    [
        ("brave", [answer(500)] * 3, 500, 3),
        ("brave", [answer(429, Retry_After="3600")], 429, 1),
        ("brave", [answer(401)], 401, 1),
        ("brave", [answer(301, Location="http://127.0.0.1/")], 301, 1),
        ("slow", [answer(503)], 503, 1),
    ],
)
def test_the_last_answer_is_given_whatever_it_says(
    name: str, answers: list[Any], status: int, asked: int
) -> None:
    pool = Pool(*answers)
    assert search(pool).ask(name, "/x", {}).status == status
    assert len(pool.asked) == asked


def test_a_service_that_never_answers_is_unreachable_and_its_key_is_not_told() -> None:
    pool = Pool(*[urllib3.exceptions.ProtocolError("GET /x?key=k failed")] * 3)
    with pytest.raises(Unreachable) as failure:
        search(pool).ask("google", "/x", {})
    assert "key" not in str(failure.value)
    assert failure.value.__cause__ is None


def test_an_answer_without_an_end_is_cut_off() -> None:
    with pytest.raises(AnswerTooLarge):
        search(Pool(answer(200, b"x" * 1_001))).ask("brave", "/x", {})


def test_a_missing_key_is_named_before_anything_is_asked() -> None:
    pool = Pool()
    with pytest.raises(MissingSecret, match="google_cx"):
        search(pool, secrets=Secrets(google_key="k")).ask("google", "/x", {})
    assert pool.asked == []


def test_a_refused_key_is_read_anew_the_next_time() -> None:
    secrets = Secrets(brave="old")
    search(Pool(answer(401)), secrets=secrets).ask("brave", "/x", {})
    assert secrets.forgotten == 1


def test_every_service_that_a_source_may_name_is_known_with_its_default_address() -> None:
    known = services(Settings({}))
    assert set(known) == {service.value for service in Asked} - {"list", "web"} | set(FINDERS)
    assert all(service.base_url.startswith("https://") for service in known.values())
    made = SearchServices.from_settings(Settings({}), Secrets())
    assert isinstance(made, SearchServices)
