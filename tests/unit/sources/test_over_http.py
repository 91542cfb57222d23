"""Every source against the sandbox's services: wire formats, keys and faults as the local stage has them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.search import SearchServices
from cli.stage.secrets import SEARCH_KEYS
from outreach.sources import (
    CertificateSource,
    CommonCrawlSource,
    DirectorySource,
    SearchSource,
    ShopQueries,
    Source,
)
from runtime.asking import ask
from runtime.settings import Settings
from sandbox.directory import HOST
from sandbox.town import Settings as TownSettings
from sandbox.town import Town
from scrapers.fetch import Fetcher
from scrapers.sources import walk_through
from scrapers.sources.found import BadAnswer
from scrapers.sources.walk import SourceFailed
from tests.unit.sandbox.conftest import FakeAccount

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


class Keys:
    def __init__(self, **fields: str) -> None:
        self.fields = fields

    def field(self, name: str, key: str) -> str:
        assert name == "search"
        return self.fields[key]

    def forget(self, name: str) -> None:
        return


class World:
    """The sandbox, and the ways in which a Lambda would ask it."""

    def __init__(self, folder: Path) -> None:
        self.town = Town(TownSettings(state=folder, lucky=True, patience=0), FakeAccount())
        self.town.start()
        self.settings = Settings(
            {
                "BECKON_SEARCH_URL": f"{self.town.url}/search",
                "BECKON_GOOGLE_URL": f"{self.town.url}/google",
                "BECKON_COMMON_CRAWL_URL": f"{self.town.url}/common-crawl",
                "BECKON_CERTIFICATES_URL": f"{self.town.url}/certificates",
            }
        )
        self.keys = Keys(**SEARCH_KEYS)
        self.slept: list[float] = []
        self.services = SearchServices.from_settings(self.settings, self.keys)
        self.services._sleep = self.slept.append
        self.fetcher = Fetcher(about_url="https://beckon.example", now=lambda: NOW, proxy=self.town.url)

    def walk(self, source: Source, steps: int = 60) -> list[str]:
        """All companies of a source, to its end."""
        walk = walk_through(source)
        place: str | None = None
        found: list[str] = []
        for _ in range(steps):
            request = walk.request(place)
            assert request
            answer = ask(
                request, lists=lambda key: b"", web=lambda: self.fetcher, services=lambda: self.services
            )
            reading = walk.read(place, answer)
            found += [candidate.domain for candidate in reading.found.candidates]
            place = reading.following
            if place is None:
                return found
        raise AssertionError("the walk never ends")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World(tmp_path_factory.mktemp("sandbox"))
    yield world
    world.town.stop()


@pytest.fixture(autouse=True)
def without_faults(world: World) -> Iterator[None]:
    yield
    world.town.faults.clear()


SHOPS = ShopQueries(industries=("coffee",), countries=("GB",))
SOURCES: list[Source] = [
    SearchSource("brave", ("online shop",), limit=100),
    SearchSource("brave", (), limit=100, shops=SHOPS),
    SearchSource("google", ("online shop",), limit=100),
    SearchSource("google", (), limit=100, shops=SHOPS),
    CommonCrawlSource(("*.example", "*.myshopify.com"), limit=100),
    CertificateSource(("%.example",), limit=100),
    DirectorySource(f"http://{HOST}/members", "ul.members", limit=100, following="a[rel=next]"),
]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_source_finds_companies_of_the_sandbox_and_nothing_else(world: World, source: Source) -> None:
    found = world.walk(source)
    assert len(set(found)) >= 5
    assert set(found) <= set(world.town.world.domains)


def test_a_directory_is_paged_through(world: World) -> None:
    assert len(world.walk(SOURCES[-1])) == -(-len(world.town.world.companies) // 2)


@pytest.mark.parametrize(
    ("source", "service", "fault", "reason"),
    [
        (SOURCES[0], "search", "throttle", "busy"),
        (SOURCES[0], "search", "down", "down"),
        (SOURCES[0], "search", "garbage", "bad answer"),
        (SOURCES[2], "google", "quota", "quota_used"),
        (SOURCES[2], "google", "down", "down"),
        (SOURCES[2], "google", "garbage", "bad answer"),
        (SOURCES[4], "common_crawl", "down", "down"),
        (SOURCES[4], "common_crawl", "throttle", "down"),
        (SOURCES[4], "common_crawl", "garbage", "bad answer"),
        (SOURCES[5], "certificates", "down", "down"),
        (SOURCES[5], "certificates", "garbage", "bad answer"),
    ],
)
def test_a_source_in_trouble_says_so(
    world: World, source: Source, service: str, fault: str, reason: str
) -> None:
    world.town.faults.order(service, fault, 9)
    if reason == "bad answer":
        with pytest.raises(BadAnswer):
            world.walk(source)
        return
    with pytest.raises(SourceFailed) as failure:
        world.walk(source)
    assert failure.value.reason == reason


@pytest.mark.parametrize(("name", "field"), [("brave", "brave"), ("google", "google_key")])
def test_a_wrong_key_is_refused(world: World, name: str, field: str) -> None:
    right = dict(world.keys.fields)
    world.keys.fields[field] = "guess"
    try:
        with pytest.raises(SourceFailed) as failure:
            world.walk(SearchSource(name, ("tea",), limit=5))
    finally:
        world.keys.fields.update(right)
    assert failure.value.reason == "key_refused"
