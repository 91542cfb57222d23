"""The search engine with Brave's interface."""

from urllib.parse import quote

from tests.unit.sandbox.conftest import Answer, Sandbox

PATH = "/search/res/v1/web/search"
KEY = {"X-Subscription-Token": "sandbox-brave-key"}


def find(sandbox: Sandbox, query: str, **more: object) -> Answer:
    extra = "".join(f"&{name}={value}" for name, value in more.items())
    return sandbox.http(f"{PATH}?q={quote(query)}{extra}", headers=KEY)


def test_results_are_companies_that_share_words_among_marketplaces(sandbox: Sandbox) -> None:
    answer = find(sandbox, "coffee roaster").json()
    urls = [result["url"] for result in answer["web"]["results"]]
    assert answer["type"] == "search"
    assert answer["query"] == {"original": "coffee roaster", "more_results_available": False}
    assert "https://copperkettlecoffee.example/" in urls
    assert "https://morgenrot-kaffee.example/" in urls
    assert any("amazon.com" in url for url in urls)
    assert not any("juniperandloom" in url for url in urls)


def test_pages_continue_without_overlap_until_there_is_no_more(sandbox: Sandbox) -> None:
    urls: list[str] = []
    for offset in range(10):
        answer = find(sandbox, "online shop", count=10, offset=offset).json()
        urls += [result["url"] for result in answer["web"]["results"]]
        if not answer["query"]["more_results_available"]:
            break
    assert len(urls) == len(set(urls)) > 40


def test_the_same_query_finds_the_same(sandbox: Sandbox) -> None:
    assert find(sandbox, "tea").body == find(sandbox, "tea").body


def test_a_missing_and_a_wrong_token_are_refused_as_brave_does(sandbox: Sandbox) -> None:
    missing = sandbox.http(f"{PATH}?q=tea")
    wrong = sandbox.http(f"{PATH}?q=tea", headers={"X-Subscription-Token": "guess"})
    assert (missing.status, missing.json()["error"]["code"]) == (422, "VALIDATION")
    assert (wrong.status, wrong.json()["error"]["code"]) == (422, "SUBSCRIPTION_TOKEN_INVALID")


def test_parameters_out_of_range_are_refused(sandbox: Sandbox) -> None:
    for more in ({"count": 21}, {"count": 0}, {"offset": 10}, {"count": "many"}):
        assert find(sandbox, "tea", **more).status == 422
    assert find(sandbox, "x" * 401).status == 422
    assert find(sandbox, "").status == 422


def test_it_can_be_told_to_throttle_once(sandbox: Sandbox) -> None:
    sandbox.town.faults.order("search", "throttle", 1)
    assert find(sandbox, "tea").status == 429
    assert find(sandbox, "tea").status == 200
