import pytest

from scrapers import robots

AGENT = "BeckonBot"
HOME, SECRET = "https://shop.example/", "https://shop.example/private/a"


def test_a_rule_for_us_counts_before_the_rule_for_all() -> None:
    rules = robots.parse(b"User-agent: *\nDisallow: /\n\nUser-agent: BeckonBot\nDisallow: /private/\n")
    assert rules.allows(HOME, AGENT)
    assert not rules.allows(SECRET, AGENT)
    assert not rules.allows(HOME, "OtherBot")


def test_an_agent_name_is_cut_at_its_first_blank() -> None:
    assert not robots.parse(b"User-agent: BeckonBot of the north\nDisallow: /").allows(HOME, AGENT)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 301])
def test_a_robots_file_that_is_not_there_leaves_us_free(status: int) -> None:
    assert robots.from_response(status, b"User-agent: *\nDisallow: /").allows(SECRET, AGENT)


@pytest.mark.parametrize("status", [500, 503, 429, None])
def test_a_host_that_cannot_say_is_not_crawled(status: int | None) -> None:
    assert not robots.from_response(status, b"").allows(HOME, AGENT)


def test_half_a_megabyte_is_read_and_what_follows_is_not() -> None:
    filler = b"# " + b"x" * 98 + b"\n"
    rule = b"User-agent: *\nDisallow: /private/\n"
    early = filler * 5_000 + rule
    assert len(early) > 500 * 1_000
    assert not robots.parse(early).allows(SECRET, AGENT)
    assert robots.parse(filler * 6_000 + rule).allows(SECRET, AGENT)


def test_the_delay_that_a_site_asks_for_is_read_and_nonsense_is_not() -> None:
    assert robots.parse(b"User-agent: *\nCrawl-delay: 2.5").crawl_delay(AGENT) == 2.5
    assert robots.parse(b"User-agent: *\nCrawl-delay: -5").crawl_delay(AGENT) is None
    assert robots.parse(b"User-agent: *\nCrawl-delay: 99999999").crawl_delay(AGENT) is None
    assert robots.ALLOW_ALL.crawl_delay(AGENT) is None


@pytest.mark.parametrize(
    "junk", [b"", b"\x00\xff\xfe", b"<html>not found</html>", b"Disallow", b"\xef\xbb\xbf"]
)
def test_any_bytes_are_rules_that_allow(junk: bytes) -> None:
    assert robots.parse(junk).allows(HOME, AGENT)
