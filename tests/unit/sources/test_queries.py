import re

import pytest

from outreach.sources import SearchSource, ShopQueries
from scrapers.sources import brave, google
from scrapers.sources.queries import Query, _terms, expand, industries, queries


def test_written_queries_come_as_they_are_each_once() -> None:
    source = SearchSource("brave", ("  tea   shop ", "tea shop", "coffee"), limit=5)
    assert queries(source) == (Query("tea shop"), Query("coffee"))


def test_industries_are_asked_for_in_the_language_of_each_country() -> None:
    made = list(expand(ShopQueries(industries=("shoes",), countries=("GB", "DE"))))
    assert made[0] == Query("shoes online shop", "GB", "en", shops=True)
    assert Query("lederstiefel online shop", "DE", "de", shops=True) in made
    assert {query.language for query in made if query.country == "DE"} == {"de"}


def test_a_country_of_several_languages_is_asked_in_each() -> None:
    made = list(expand(ShopQueries(keywords=("handmade",), countries=("CH",))))
    assert [query.language for query in made[::2]] == ["de", "fr", "it"]
    assert all(query.text.startswith("handmade ") for query in made)


def test_keywords_and_industries_are_each_combined_with_words_for_a_shop() -> None:
    made = [q.text for q in expand(ShopQueries(("vegan",), ("tea",), ("US",)))]
    assert made == [
        "loose leaf tea online shop",
        "loose leaf tea independent store",
        "organic tea online shop",
        "organic tea independent store",
        "vegan online shop",
        "vegan independent store",
    ]


def test_what_the_file_does_not_know_is_searched_for_as_it_is_written() -> None:
    assert [q.text for q in expand(ShopQueries(industries=("zeppelins",), countries=("JP",)))] == [
        "zeppelins online shop",
        "zeppelins independent store",
    ]
    assert [q.country for q in expand(ShopQueries(keywords=("tea",)))] == ["", ""]


def test_the_same_campaign_asks_the_same_queries_in_the_same_order() -> None:
    shops = ShopQueries(("vegan",), tuple(sorted(industries())), ("US", "FR", "CH"))
    assert list(expand(shops)) == list(expand(shops))
    assert len(set(expand(shops))) == len(list(expand(shops)))


def test_every_term_of_the_file_fits_into_a_request_of_every_provider() -> None:
    shops = ShopQueries(industries=tuple(sorted(industries())), countries=tuple(_terms()["countries"]))
    for query in expand(shops):
        assert brave.request(query, 0)
        assert google.request(query, 1)


def test_the_file_is_whole() -> None:
    terms = _terms()
    languages = set(terms["shop"])
    assert len(industries()) >= 30
    assert {code for codes in terms["countries"].values() for code in codes} <= languages
    for name, by_language in terms["industries"].items():
        assert re.fullmatch(r"[a-z_]+", name)
        assert set(by_language) == languages, name
        assert all(words and len(set(words)) == len(words) for words in by_language.values()), name


@pytest.mark.parametrize("code", ["GB", "US", "DE", "FR", "ES", "IT", "NL", "SE", "DK", "PL", "PT"])
def test_the_countries_that_shops_are_looked_for_in_most_are_known(code: str) -> None:
    assert code in _terms()["countries"]
