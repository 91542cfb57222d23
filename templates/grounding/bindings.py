"""What belongs together in a fact belongs together in a sentence.

Numbers and what they count; prepositions, negations and comparisons and their objects.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from templates.grounding.lexicon import Lexicon
from templates.grounding.tokens import Token, similar

Words = Sequence[Token]
_OBJECT_WORDS = 3
_CURRENCY = frozenset("€$£¥")
# Two words before a number that make it a limit, and one word that does.
_LIMITS = frozenset((
    ("up", "to"), ("at", "least"), ("at", "most"), ("more", "than"), ("fewer", "than"), ("bis", "zu"),
    ("jusqu", "a"), ("au", "moins"), ("au", "plus"), ("fino", "a"), ("al", "menos"), ("tot", "wel"),
))  # fmt: skip
_LIMITING = frozenset((
    "over", "under", "above", "below", "about", "around", "uber", "unter", "etwa", "plus", "moins", "mas",
    "menos", "piu", "oltre", "ruim", "ongeveer",
))  # fmt: skip


def is_number(token: Token, lexicon: Lexicon) -> bool:
    return token.kind == "number" or token.text in lexicon.numbers


def number_fits(words: Words, at: int, supports: Iterable[tuple[str, Words]], lexicon: Lexicon) -> bool:
    """Whether the number at a place counts the same things, in the same unit, as in one of the supports.

    ``supports``: the kind of each support and its words. A fact that is nothing but a number (a count of
    products) has the units and verbs of its kind.
    """
    return any(_fits_in(words, at, kind, support, lexicon) for kind, support in supports)


def _fits_in(words: Words, at: int, kind: str, support: Words, lexicon: Lexicon) -> bool:
    bare = all(is_number(word, lexicon) or word.kind == "symbol" for word in support)
    before, after = _at(words, at - 1), _at(words, at + 1)
    for place, candidate in enumerate(support):
        if candidate.text != words[at].text:
            continue
        fact_before, fact_after = _at(support, place - 1), _at(support, place + 1)
        if _symbols(before, after) != _symbols(fact_before, fact_after):
            continue
        if _limit(words, at, lexicon) != _limit(support, place, lexicon):
            continue
        if bare:
            own = lexicon.units.get(kind, frozenset()) | lexicon.predicates.get(kind, frozenset())
            counted = _after_symbol(words, at)
            unit_fits = counted is None or not _means(counted, lexicon) or counted.text in own
            if unit_fits and any(word.text in own for word in words):
                return True
            continue
        if after is not None and after.kind == "symbol":
            after, fact_after = _after_symbol(words, at), _after_symbol(support, place)
        if after is not None and _means(after, lexicon):
            if fact_after is not None and similar(after.text, fact_after.text):
                return True
        elif before is not None and fact_before is not None and before.text == fact_before.text:
            return True
    return False


def loose(words: Words, supports: Sequence[Words], exempt: Collection[str], lexicon: Lexicon) -> Token | None:
    """The first bound word (a preposition, negation, comparison) whose object is not its object in a support.

    What it stands behind must be there too: who is "sent to 40 countries" is not "sold to 40 countries".
    ``exempt``: words that any preposition may take (the company's name, what a page is called).
    """
    spoken = {token.text for token in words}
    pairs = [(support, place) for support in supports for place in range(len(support))]
    for at, token in enumerate(words):
        if token.text not in lexicon.bound:
            continue
        strict = token.text in lexicon.negations or token.text in lexicon.qualifiers
        thing = _object(words, at, lexicon)
        if not strict and at and words[at - 1].text in lexicon.looking:
            continue
        if not strict and (thing is None or not _states(thing, lexicon) or thing.text in exempt):
            continue
        fits = False
        for support, place in pairs:
            if support[place].text != token.text:
                continue
            others = _objects(support, place, lexicon)
            if thing is None:
                same = not others and strict
            else:
                same = any(similar(thing.text, other.text) for other in others)
            head = _head(support, place, lexicon)
            if same and (head is None or strict or any(similar(head.text, word) for word in spoken)):
                fits = True
                break
        if not fits:
            return token
    return None


def _object(words: Words, at: int, lexicon: Lexicon) -> Token | None:
    """The word that a preposition or negation stands before, articles aside."""
    for token in words[at + 1 :]:
        if token.text not in lexicon.articles:
            return token
    return None


def _objects(words: Words, at: int, lexicon: Lexicon) -> list[Token]:
    """What it stands before in a support: "to paid order" speaks of an order too."""
    found: list[Token] = []
    for token in words[at + 1 :]:
        if len(found) == _OBJECT_WORDS or (found and token.text in lexicon.bound):
            break
        if token.text not in lexicon.articles:
            found.append(token)
    return found


def _head(words: Words, at: int, lexicon: Lexicon) -> Token | None:
    """The nearest word with a meaning before a place."""
    return next((token for token in reversed(words[:at]) if _states(token, lexicon)), None)


def _means(token: Token, lexicon: Lexicon) -> bool:
    return token.kind == "word" and token.text not in lexicon.function and token.content_like


def _states(token: Token, lexicon: Lexicon) -> bool:
    if is_number(token, lexicon):
        return True
    return _means(token, lexicon) and token.text not in lexicon.framing and token.text not in lexicon.asking


def _at(words: Words, place: int) -> Token | None:
    return words[place] if 0 <= place < len(words) else None


def _after_symbol(words: Words, at: int) -> Token | None:
    return next((token for token in words[at + 1 :] if token.kind != "symbol"), None)


def _symbols(before: Token | None, after: Token | None) -> frozenset[str]:
    """Currency and unit signs that touch a number."""
    found = set()
    if before is not None and before.kind == "symbol" and before.text in _CURRENCY:
        found.add(before.text)
    if after is not None and after.kind == "symbol":
        found.add(after.text)
    return frozenset(found)


def _limit(words: Words, at: int, lexicon: Lexicon) -> str:
    """What limits a number: "over", "up to", "almost"; nothing for a plain one."""
    at -= 1 if at > 0 and words[at - 1].kind == "symbol" else 0
    two = (words[at - 2].text, words[at - 1].text) if at > 1 else ("", "")
    if two in _LIMITS:
        return " ".join(two)
    one = words[at - 1].text if at > 0 else ""
    return one if one in lexicon.qualifiers or one in _LIMITING else ""
