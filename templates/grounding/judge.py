"""One sentence against what it cites: word by word, then bond by bond, then what was left out."""

from __future__ import annotations

from collections.abc import Sequence

from outreach.facts import Fact
from templates.grounding import bindings, hygiene
from templates.grounding.judged import Ground, Sentence
from templates.grounding.lexicon import Lexicon, lexicon
from templates.grounding.tokens import Token, clauses, similar, tokenise
from templates.material import platform_name

_Problem = tuple[str, str] | None
_NAMES = frozenset(("company", "product", "newest_product", "product_type", "platform", "technology"))
"""Kinds of facts that are names, not statements."""
_FIGURES = frozenset(("product_count", "founded", "stores", "headcount", "reviews"))
"""Kinds of facts that are one figure: ``bindings.number_fits`` holds them to the verbs of their kind."""
_NEAR_VERBATIM = 0.8
"""How much of a sentence about the reader, that cites nothing, must be one of the campaign's own."""
_IN_ORDER = 0.75
"""How much of what a sentence takes from the campaign must stand there in the same order."""
_LONGEST_LINK_WORD = 3
"""Letters of "and", "und", "et": behind them another statement begins."""


class _View:
    """A fact as words: all of them, and clause by clause."""

    def __init__(self, kind: str, text: str) -> None:
        tokens = tokenise(text)
        self.kind = kind
        self.words = tuple(token for token in tokens if token.kind != "stop")
        self.clauses = clauses(tokens)
        self.texts = frozenset(token.text for token in self.words)

    def holds(self, word: str) -> bool:
        return any(similar(word, own) for own in self.texts)


class Judge:
    """Judges the sentences of one draft. Each method gives the first problem, or None."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.lexicon: Lexicon = lexicon(ground.language)
        self.company = _View("company", f"{ground.company}. {ground.domain}")
        self.own = _View("campaign", f"{ground.allowed_text}\n{ground.fixed}")
        self.fixed = _View("campaign", ground.fixed)

    # A sentence's parts ---

    def sentence(self, sentence: Sentence) -> _Problem:
        for identity in sentence.facts:
            if identity not in self.ground.facts:
                return "fact_unknown", identity
        facts = [self.ground.facts[identity] for identity in sentence.facts]
        views = [_View(fact.kind, _spoken(fact)) for fact in facts]
        support = "\n".join([*map(_spoken, facts), self.ground.allowed_text, self.ground.company])
        if problem := hygiene.problem(sentence.text, support, self.ground):
            return problem
        tokens = tokenise(sentence.text)
        if not tokens:
            return "uncited_claim", "no words"
        if not views:
            return self._uncited(sentence.text, tokens)
        for identity, view in zip(sentence.facts, views, strict=True):
            if not self._uses(tokens, view):
                return "fact_unused", identity
        return self._cited(tokens, views)

    def subject(self, text: str, cited: Sequence[str]) -> _Problem:
        facts = [self.ground.facts[identity] for identity in cited]
        support = "\n".join([*map(_spoken, facts), self.ground.allowed_text, self.ground.company])
        if problem := hygiene.problem(text, support, self.ground):
            return problem
        tokens = tokenise(text)
        views = [*(_View(fact.kind, _spoken(fact)) for fact in facts), self.company]
        words = tuple(token for token in tokens if token.kind != "stop")
        about = bool({w.text for w in words} & (self.lexicon.second_person | self.company.texts))
        # What the campaign says of its trade it may not say of one company ("Kettle loses orders").
        loaded = views if about else [*views, self.own]
        kinds = {view.kind for view in views}
        return self._strange(words, [*views, self.own], kinds, self.lexicon.asking, loaded) or self._unbound(
            words, [*views, self.own]
        )

    def _telling(self, words: Sequence[Token]) -> list[Token]:
        """The numbers, and the words that grammar does not explain."""
        known = self.lexicon.function
        return [t for t in words if t.kind == "number" or (t.content_like and t.text not in known)]

    def _uses(self, tokens: Sequence[Token], view: _View) -> bool:
        said = [token for token in tokens if token.kind == "number" or token.content_like]
        telling = self._telling(view.words)
        return any(similar(token.text, own.text) for token in said for own in telling or view.words)

    def _cited(self, tokens: tuple[Token, ...], views: list[_View]) -> _Problem:
        for clause in clauses(tokens):
            problem = self._own_clause(clause) if self._is_own(clause, views) else self._clause(clause, views)
            if problem:
                return problem
        words = [token for token in tokens if token.kind != "stop"]
        return self._left_out(words, views)

    def _clause(self, clause: tuple[Token, ...], views: list[_View]) -> _Problem:
        everything = [*views, self.company, self.fixed]
        used = {view.kind for view in views if self._uses(clause, view)} | {"company"}
        problem = self._strange(clause, everything, used, frozenset(), everything)
        return problem or self._unbound(clause, everything) or self._transplanted(clause, views)

    def _is_own(self, clause: tuple[Token, ...], views: list[_View]) -> bool:
        """Whether a clause speaks of us: it says we, not you, and takes its words from the campaign."""
        texts = {token.text for token in clause}
        if texts & self.lexicon.second_person or not texts & self.lexicon.first_person:
            return False
        telling = [t.text for t in clause if t.content_like and t.text not in self.lexicon.function]
        strange = [word for word in telling if word not in self.lexicon.framing]
        return bool(strange) and all(self.own.holds(word) or word in self.lexicon.asking for word in strange)

    def _own_clause(self, clause: tuple[Token, ...]) -> _Problem:
        return self._unbound(clause, [self.own]) or self._out_of_order(clause)

    # Words --------

    def _strange(
        self,
        words: Sequence[Token],
        views: Sequence[_View],
        kinds: set[str],
        harmless: frozenset[str],
        loaded: Sequence[_View],
    ) -> _Problem:
        """The first word that neither the views hold nor the language knows as saying nothing."""
        known = self.lexicon
        nothing: frozenset[str] = frozenset()
        predicates = nothing.union(
            *(known.predicates.get(kind, nothing) | known.units.get(kind, nothing) for kind in kinds)
        )
        supports = [(view.kind, view.words) for view in views]
        spans, whole = self._verbatim(words, views)
        for at, token in enumerate(words):
            if bindings.is_number(token, known) and not (
                (at in spans and token.kind == "word" and self.company.holds(token.text))
                or self._company_number(words, at)
                or at in whole
                or bindings.number_fits(words, at, supports, known)
            ):
                return "number", token.raw
        found: list[tuple[str, str]] = []
        for at, token in enumerate(words):
            word = token.text
            # Bound words are held to their objects by ``_unbound``.
            if at in spans or token.kind != "word" or word in known.bound or word in predicates:
                continue
            if bindings.is_number(token, known):
                continue
            if word in known.loaded:
                if not any(view.holds(word) for view in loaded):
                    found.append(("loaded_word", token.raw))
                continue
            if word in known.function and not (token.raw.isupper() and len(word) > 1 and at):
                continue
            if word in known.framing or word in harmless or not token.content_like:
                continue
            if not any(view.holds(word) for view in views):
                following = words[at + 1].raw[:1] if at + 1 < len(words) else ""
                found.append((self._strangeness(token, at, following), token.raw))
        # The gravest first: a retry is told what matters.
        order = ("loaded_word", "name", "beyond_facts")
        return min(found, key=lambda problem: order.index(problem[0]), default=None)

    def _strangeness(self, token: Token, at: int, following: str) -> str:
        """Whether a word that nothing holds is a name. German nouns all look like names."""
        inside = any(c.isupper() for c in token.raw[1:])
        capital = token.raw[:1].isupper() and self.ground.language != "de"
        return "name" if inside or (capital and (at > 0 or following.isupper())) else "beyond_facts"

    def _company_number(self, words: Sequence[Token], at: int) -> bool:
        """A number that is part of the company's name, beside its neighbour in it."""
        own = [token.text for token in self.company.words]
        text = words[at].text
        for place, word in enumerate(own):
            if word == text:
                near = {own[place - 1] if place else "", own[place + 1] if place + 1 < len(own) else ""}
                around = {words[at - 1].text if at else "", words[at + 1].text if at + 1 < len(words) else ""}
                if (near - {""}) & around:
                    return True
        return False

    def _verbatim(self, words: Sequence[Token], views: Sequence[_View]) -> tuple[set[int], set[int]]:
        """The places of words that stand in a view just so, and of those that are the whole of one.

        Two or more together count, or the whole of a view that is one word.
        """
        found: set[int] = set()
        whole: set[int] = set()
        for view in views:
            own = [token.text for token in view.words]
            for start in range(len(words)):
                for place in range(len(own)):
                    length = 0
                    while (
                        start + length < len(words)
                        and place + length < len(own)
                        and words[start + length].text == own[place + length]
                    ):
                        length += 1
                    if length >= 2 or (length == 1 and len(own) == 1):
                        run = words[start : start + length]
                        if any(t.text not in self.lexicon.function for t in run):
                            found.update(range(start, start + length))
                        if length == len(own) > 1:
                            whole.update(range(start, start + length))
        return found, whole

    # Bonds --------

    def _unbound(self, words: Sequence[Token], views: Sequence[_View]) -> _Problem:
        # A name may stand after any preposition; what a fact tells in words keeps its own.
        told = frozenset[str]().union(*(view.texts for view in views if view.kind not in _NAMES | _FIGURES))
        spoken = self.company.texts | frozenset[str]().union(
            *(view.texts - told for view in views if view.kind in _NAMES | _FIGURES),
            *self.lexicon.predicates.values(),
        )
        clauses_of = [clause for view in views for clause in view.clauses]
        loose = bindings.loose(words, clauses_of, spoken, self.lexicon)
        if loose is None:
            return None
        if loose.text in self.lexicon.negations:
            return "negation", loose.raw
        return ("comparison" if loose.text in self.lexicon.qualifiers else "relation"), loose.raw

    def _transplanted(self, words: Sequence[Token], views: Sequence[_View]) -> _Problem:
        """A negation that a fact uses of one thing may not be used of what another statement is about."""
        parts = [part for view in views for part in view.clauses]
        for token in words:
            if token.text not in self.lexicon.negations:
                continue
            homes = [part for part in parts if any(own.text == token.text for own in part)]
            home = [own.text for part in homes for own in self._telling(part)]
            for word in self._telling(words):
                known = any(view.holds(word.text) for view in views)
                if homes and known and not any(similar(word.text, own) for own in home):
                    return "negation", token.raw
        return None

    def _left_out(self, words: Sequence[Token], views: Sequence[_View]) -> _Problem:
        """A negation or a limit of a fact that a sentence leaves out while it uses the fact's words."""
        turning = self.lexicon.negations | self.lexicon.qualifiers
        spoken = {token.text for token in words}
        said = [
            t for t in words if t.kind == "number" or (t.content_like and t.text not in self.lexicon.function)
        ]
        parts = [(view, clause) for view in views for clause in view.clauses]
        for _, clause in parts:
            missing = [token.text for token in clause if token.text in turning and token.text not in spoken]
            if not missing:
                continue
            others = [token.text for v, c in parts if c is not clause for token in c] + list(
                self.company.texts
            )
            for token in said:
                mine = any(
                    similar(token.text, own.text) for own in clause if own.text not in self.lexicon.function
                )
                elsewhere = any(similar(token.text, own) for own in others)
                if mine and not elsewhere and token.text not in self.lexicon.framing:
                    kind = "negation" if missing[0] in self.lexicon.negations else "comparison"
                    return kind, f"{missing[0]} is left out"
        return None

    # What cites nothing ---

    def _uncited(self, text: str, tokens: tuple[Token, ...]) -> _Problem:
        """A sentence without facts may ask, be courteous, or say what the campaign itself says."""
        if self.lexicon.courtesy.fullmatch(text.strip()):
            return None
        words = tuple(token for token in tokens if token.kind != "stop")
        telling = [t for t in words if t.content_like and t.text not in self.lexicon.function]
        if [token.text for token in words] in [[t.text for t in own] for own in self._own_sentences()]:
            return None
        if self.ground.fixed and all(t.text in self.own.texts | self.company.texts for t in words):
            return None  # a person wrote it
        problem = self._strange(
            words, [self.own, self.company], {"campaign"}, self.lexicon.asking, [self.own]
        )
        if problem and problem[0] in ("beyond_facts", "name"):
            return ("name" if problem[0] == "name" else "uncited_claim"), problem[1]
        problem = problem or self._unbound(words, [self.own])
        if problem:
            return problem
        texts = {token.text for token in words}
        if text.strip().endswith("?"):
            return self._out_of_order(words)
        named = [t for t in telling if t.text in self.company.texts and not self.own.holds(t.text)]
        if texts & self.lexicon.second_person or named:
            share = self._shared(words)
            if share < _NEAR_VERBATIM:
                return "uncited_claim", named[0].raw if named else "you"
        if not any(self.own.holds(token.text) for token in telling):
            return "uncited_claim", telling[0].raw if telling else "nothing of the campaign's"
        return self._out_of_order(words) or self._campaign_left_out(words)

    def _shared(self, words: Sequence[Token]) -> float:
        """How much of the words is one of the campaign's own sentences, in its order."""
        spoken = [token.text for token in words]
        return max((_common(spoken, [t.text for t in v]) for v in self._own_sentences()), default=0) / len(
            spoken
        )

    def _own_sentences(self) -> list[list[Token]]:
        found: list[list[Token]] = [[]]
        for token in tokenise(f"{self.ground.allowed_text}\n{self.ground.fixed}".replace("\n", " . ")):
            if token.kind == "stop" and token.text in ".!?":
                found.append([])
            elif token.kind != "stop":
                found[-1].append(token)
        return [sentence for sentence in found if sentence]

    def _out_of_order(self, words: Sequence[Token]) -> _Problem:
        """The campaign's words in another order say something else ("customers answer shops")."""
        harmless = self.lexicon.function | self.lexicon.asking | self.lexicon.framing
        taken = [
            t.text for t in words if t.content_like and t.text not in harmless and self.own.holds(t.text)
        ]
        own = [token.text for token in self.own.words]
        if len(taken) > 2 and _common(taken, own) / len(taken) < _IN_ORDER:
            return "uncited_claim", "the campaign's words in another order"
        return None

    def _campaign_left_out(self, words: Sequence[Token]) -> _Problem:
        """A negation or limit of the campaign's nearest sentence may not be left out."""
        turning = self.lexicon.negations | self.lexicon.qualifiers
        spoken = [token.text for token in words]
        nearest = max(
            self._own_sentences(), key=lambda own: _common(spoken, [t.text for t in own]), default=[]
        )
        for at, token in enumerate(nearest):
            if token.text not in turning or token.text in spoken:
                continue
            after = [own.text for own in nearest[at + 1 :] if own.content_like and own.text not in turning]
            before = [own.text for own in nearest[:at] if own.content_like and own.text not in turning]
            joined = at + 1 < len(nearest) and len(nearest[at + 1].text) <= _LONGEST_LINK_WORD
            limited = (before[-1:] if joined or not after else after[:1]) or [""]
            if any(similar(limited[0], word) for word in spoken):
                return "comparison", f"{token.text} is left out"
        return None


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """The length of the longest common subsequence, forms of a word being one."""
    row = [0] * (len(other) + 1)
    for a in one:
        above = row[:]
        for at, b in enumerate(other, 1):
            row[at] = above[at - 1] + 1 if similar(a, b) else max(above[at], row[at - 1])
    return row[-1]


def _spoken(fact: Fact) -> str:
    """A fact's value, with the spelling in which people write it."""
    if fact.kind != "platform" or platform_name(fact.value) == fact.value:
        return fact.value
    return platform_name(fact.value)
