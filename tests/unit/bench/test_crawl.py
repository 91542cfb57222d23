"""The benchmark itself: it must notice a crawl that is not whole, and a figure that it could not measure."""

import sys
from pathlib import Path

import pytest

from bench import crawl
from bench.crawling import plan
from bench.figure import Figure


def test_every_host_comes_around_before_the_first_is_asked_again() -> None:
    urls = list(plan.urls(80, 6, hosts=3))
    assert urls[:4] == [
        "http://host-000.example:80/page-0",
        "http://host-001.example:80/page-0",
        "http://host-002.example:80/page-0",
        "http://host-000.example:80/page-1",
    ]
    assert len(set(urls)) == 6


def test_a_crawl_reads_every_page_and_says_what_it_took() -> None:
    with crawl._hosts() as port:
        result = crawl._crawl(sys.executable, "with_beckon", port, 25)
    assert result["pages"] == 25
    assert result["seconds"] > 0
    assert result["peak_mb"] > 5


def test_half_a_crawl_is_no_figure(tmp_path: Path) -> None:
    half = tmp_path / "python"
    half.write_text('#!/bin/sh\necho \'{"pages": 12, "seconds": 0.1, "peak_mb": 1}\'\n')
    half.chmod(0o755)
    with pytest.raises(RuntimeError, match="12 of 25"):
        crawl._crawl(str(half), "with_beckon", 1, 25)


def test_a_figure_that_could_not_be_measured_does_not_hold() -> None:
    assert Figure("time", 0.9, "×", 1.0).holds
    assert not Figure("time", 1.1, "×", 1.0).holds
    assert Figure("time", 9.9, "×").holds
    absent = Figure.absent("time", "×", 1.0, "nothing to compare with")
    assert not absent.holds
    assert absent.missing


def test_without_scrapy_its_figure_is_missing_and_the_others_are_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def quick(python: str, module: str, port: int, pages: int) -> dict[str, float]:
        return {"pages": pages, "seconds": 1.0, "peak_mb": 40.0}

    monkeypatch.setattr(crawl, "SCRAPY", tmp_path / "nothing")
    monkeypatch.setattr(crawl, "_crawl", quick)
    figures = {figure.name: figure for figure in crawl.figures(rounds=1)}
    assert [name for name, figure in figures.items() if figure.missing] == ["crawl, time beside Scrapy's"]
    assert figures["crawl, peak memory at 20000 pages"].holds
