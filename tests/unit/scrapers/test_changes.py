"""What changed between two visits."""

from outreach.facts import Fact
from outreach.profile import Profile
from scrapers.changes import technology_changes


def technology(name: str, purpose: str = "mail", page: str = "https://a.example/") -> Fact:
    return Fact(f"t-{name}", "technology", name, page, "host", 0.9, "", {"for": purpose})


def visit(day: int, *facts: Fact) -> Profile:
    return Profile("a.example", f"2026-03-{day:02d}T10:00:00Z", facts)


def values(facts: tuple[Fact, ...]) -> list[str]:
    return [fact.value for fact in facts]


def test_a_service_taken_up_and_one_dropped_are_told_with_the_day() -> None:
    before, after = visit(1, technology("mailchimp")), visit(9, technology("klaviyo"))
    changes = technology_changes(before, after)
    assert values(changes) == ["took up klaviyo", "dropped mailchimp"]
    assert {fact.detail["seen_at"] for fact in changes} == {after.seen_at}


def test_the_first_visit_changes_nothing() -> None:
    assert technology_changes(visit(1), visit(9, technology("klaviyo"))) == ()


def test_a_visit_that_saw_no_service_at_all_says_nothing_was_dropped() -> None:
    assert technology_changes(visit(1, technology("mailchimp")), visit(9)) == ()


def test_what_comes_and_goes_by_the_page_is_no_change() -> None:
    before = visit(1, technology("klaviyo"), technology("cloudflare", "cdn"))
    assert technology_changes(before, visit(9, technology("klaviyo"))) == ()


def test_an_earlier_change_is_kept_beside_the_new_and_the_same_visits_give_the_same_facts() -> None:
    first, second = visit(1, technology("mailchimp")), visit(9, technology("klaviyo"))
    changes = technology_changes(first, second)
    seen = Profile("a.example", second.seen_at, (*second.facts, *changes))
    third = visit(20, technology("klaviyo"), technology("judge.me", "reviews"))
    assert values(technology_changes(seen, third)) == [
        "took up judge.me",
        "took up klaviyo",
        "dropped mailchimp",
    ]
    assert technology_changes(first, second) == changes
