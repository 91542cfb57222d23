"""Any bytes are a page: no exception, no more than 2 s of CPU time, no more than 300 MB."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.charset import decode
from scrapers.page import Page
from scrapers.profile import build_profile
from tests.unit.scrapers.hostile import KINDS

ROOT = Path(__file__).parents[3]
MOST_SECONDS = 2.0
MOST_MEGABYTES = 300


@pytest.fixture(scope="module")
def costs() -> dict[str, dict[str, Any]]:
    """What each kind costs, measured in processes of their own."""
    command = [sys.executable, "-m", "tests.unit.scrapers.hostile"]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=300).stdout
    return {cost["name"]: cost for cost in map(json.loads, said.splitlines())}


@pytest.mark.parametrize("name", KINDS)
def test_a_hostile_page_costs_little(name: str, costs: dict[str, dict[str, Any]]) -> None:
    cost = costs[name]
    assert cost["error"] == ""
    assert cost["seconds"] <= MOST_SECONDS
    assert 0 < cost["megabytes"] <= MOST_MEGABYTES


def test_a_page_that_breaks_through_would_be_seen() -> None:
    """The measuring process says what a page costs it, and that one that failed did."""
    code = (
        "from tests.unit.scrapers import hostile\n"
        "hostile.KINDS['busy'] = lambda: b''\n"
        "hostile.decode = lambda body: (sum(range(40_000_000)), bytearray(400 * 2**20), 1 / 0)\n"
        "hostile.main(['busy'])\n"
    )
    command = [sys.executable, "-c", code]
    said = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
    assert said["seconds"] > 0.2
    assert said["megabytes"] > MOST_MEGABYTES
    assert "ZeroDivisionError" in said["error"]


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=2_000), st.sampled_from(["", "text/html; charset=utf-16", "text/html; charset=gbk"])
)
def test_any_bytes_are_a_page(body: bytes, content_type: str) -> None:
    text, charset = decode(body, content_type)
    build_profile([Page("", "", 200, text, charset, "")])


_PIECES = (
    *("<a href=", "<div ", "</div>", "<p>", "<script>", "</script>", '"', "'", ">", "mailto:", "tel:", "@"),
    *(
        "[at]",
        "a.b",
        "+49 30 1234567",
        "&#64;",
        "<!--",
        "-->",
        '{"@type":',
        "}",
        "\x00",
        "\ud7ff",
        "©",
        "2024",
    ),
    *(
        "Ltd",
        "\n",
        "lang=",
        "content=",
        "<meta ",
        "<title>",
        "<base href=//[",
        "data-cfemail=",
        "CEO: Jane Doe",
    ),
    *(
        "UnCryptMailto('",
        "10115 Berlin",
        "<html lang=de>",
        '<form><input type="email"><textarea>',
        "priceCurrency",
    ),
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(_PIECES), max_size=60).map("".join),
    st.sampled_from(["", "http://[", "https://shop.example/a"]),
)
def test_any_pieces_of_markup_are_a_page(body: str, url: str) -> None:
    profile = build_profile([Page(url, url, 200, body, "utf-8", "")])
    assert all(fact.value and fact.rule and fact.at for fact in profile.facts)
