"""What a mail may not be, whoever wrote it: spam, shouting, pressure, or a letter to somebody it never met.

Grounding asks whether each sentence is true of its facts; these checks ask whether the mail as a whole is
honest. The subject rules are CAN-SPAM's (15 U.S.C. 7704(a)(2): a subject heading may not mislead a recipient
about the contents) and what filters punish anyway. Each check has a name; the words are data, a file a
language in ``templates/words``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from outreach.message import LONGEST_SUBJECT, Mail, html_body, text_body
from outreach.sender import Sender
from templates.grounding import Ground, Unsupported, languages, lexicon
from templates.grounding.tokens import fold, tokenise
from templates.lazy import Lazy

LEAST_WORDS, MOST_WORDS = 12, 220
"""Of a mail without greeting and footer."""
_WORDS = Path(__file__).parent / "words"
_REPLY_MARK = Lazy(
    r"^\s*(?:re|fwd?|aw|wg|tr|rv|rif|i|r|antw|doorst|sv|vs|odp|res|enc)\s*(?:\[\d+\])?\s*[:：]", re.IGNORECASE
)
_SHOUTED = Lazy(r"\b[^\W\d_]{4,}\b")
_SIGNS = Lazy(r"!{2,}|\?{2,}|\${2,}|€{2,}|[❗‼⚠🔥⭐✅🚨💰]|\.{4,}|[*_=~#]{3,}")
_TAG = Lazy(r"<[^>]+>")
_FEWEST_TELLING = 6
"""Words of grammar in a mail below which nothing is said about its language."""
_MARGIN = 1.5
"""How many times more of another language's words than of its own a mail may hold."""


class Written(NamedTuple):
    """A mail to be checked: its parts, whether it opens a conversation, and whose words it may use.

    ``sentences`` without greeting and signature; ``first``: nothing was written to this company before.
    """

    subject: str
    sentences: tuple[str, ...]
    first: bool
    ground: Ground


def complaints(mail: Written) -> tuple[Unsupported, ...]:
    """Everything that is wrong with a mail, each with the check's name and the place.

    Names: ``subject_empty``, ``subject_too_long``, ``subject_pretends_reply``, ``subject_shouts``,
    ``subject_presses``, ``subject_claims_contact``, ``claims_contact``, ``presses``, ``promises``,
    ``spam_phrase``, ``shouts``, ``too_short``, ``too_long``, ``repeats``, ``wrong_language``.
    """
    return tuple(found for check in _CHECKS for found in check(mail))


def parts_agree(paragraphs: Sequence[str], sender: Sender) -> bool:
    """Whether the HTML part and the text part that would go on the wire say the same words."""
    mail = Mail(
        send_id="preview",
        sender=sender,
        to_address="reader@example.com",
        subject="preview",
        paragraphs=paragraphs,
        reply_to="reply@example.com",
        unsubscribe_url="https://example.com/u/token",
        unsubscribe_mailto="unsub@example.com",
        source_notice="",
    )
    body = html_body(mail).partition("<body")[2].partition(">")[2]
    # Links stand in brackets in one part and behind words in the other.
    seen = re.sub(r"https?://\S+", "", html.unescape(_TAG.sub(" ", body)))
    plain = re.sub(r"https?://\S+", "", text_body(mail))
    return _letters(seen) == _letters(plain)


def _letters(text: str) -> str:
    return re.sub(r"[^\w]+", "", text)


class _Patterns(NamedTuple):
    contact: re.Pattern[str]
    follow_up_contact: re.Pattern[str]
    pressure: re.Pattern[str]
    promises: re.Pattern[str]
    spam: re.Pattern[str]


@cache
def _patterns(language: str) -> _Patterns:
    """The words of a language. A text's accents may be missing, so both sides are compared without."""
    import tomllib  # with the first mail, not when a Lambda starts

    data = tomllib.loads((_WORDS / "checks" / f"{language}.toml").read_text(encoding="utf-8"))
    lines = (_WORDS / "spam" / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    phrases = [re.escape(fold(line.strip())) for line in lines if line.strip() and not line.startswith("#")]
    any_of = {name: re.compile("|".join(map(_unaccented, patterns))) for name, patterns in data.items()}
    return _Patterns(spam=re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)"), **any_of)


def _unaccented(pattern: str) -> str:
    """A pattern without accents. Escapes such as ``\\S`` keep their case."""
    return "".join(part if part.startswith("\\") else fold(part) for part in re.split(r"(\\.)", pattern))


def _subject(mail: Written) -> Iterator[Unsupported]:
    subject = mail.subject.strip()
    words = _patterns(mail.ground.language)
    if not subject:
        yield Unsupported(subject, "subject_empty", "no words")
    if len(subject) > LONGEST_SUBJECT:
        yield Unsupported(subject, "subject_too_long", f"{len(subject)} characters")
    if mail.first and (mark := _REPLY_MARK.search(subject)):
        yield Unsupported(subject, "subject_pretends_reply", mark[0].strip())
    if shouted := _shouted(subject, mail.ground):
        yield Unsupported(subject, "subject_shouts", shouted)
    if pressing := words.pressure.search(fold(subject)):
        yield Unsupported(subject, "subject_presses", pressing[0])
    if promise := words.promises.search(fold(subject)):
        yield Unsupported(subject, "promises", promise[0])
    if mail.first and (claim := words.contact.search(fold(subject))):
        yield Unsupported(subject, "subject_claims_contact", claim[0])
    if phrase := words.spam.search(fold(subject)):
        yield Unsupported(subject, "spam_phrase", phrase[0])


def _body(mail: Written) -> Iterator[Unsupported]:
    words = _patterns(mail.ground.language)
    own = fold(f"{mail.ground.allowed_text}\n{mail.ground.fixed}")
    exclamations = 0
    for sentence in mail.sentences:
        folded = fold(sentence)
        claim = words.contact.search(folded)
        if claim and (mail.first or not words.follow_up_contact.search(folded)) and claim[0] not in own:
            yield Unsupported(sentence, "claims_contact", claim[0])
        for name, pattern in (("presses", words.pressure), ("promises", words.promises)):
            # What a person wrote into the campaign is that person's to answer for.
            if (found := pattern.search(folded)) and found[0] not in own:
                yield Unsupported(sentence, name, found[0])
        if phrase := words.spam.search(folded):
            yield Unsupported(sentence, "spam_phrase", phrase[0])
        if shouted := _shouted(sentence, mail.ground):
            yield Unsupported(sentence, "shouts", shouted)
        exclamations += sentence.count("!")
        if exclamations > 1:
            yield Unsupported(sentence, "shouts", "exclamation marks")


def _length(mail: Written) -> Iterator[Unsupported]:
    count = sum(len(sentence.split()) for sentence in mail.sentences)
    if count < LEAST_WORDS:
        yield Unsupported(" ".join(mail.sentences), "too_short", f"{count} words")
    if count > MOST_WORDS:
        yield Unsupported(mail.sentences[0], "too_long", f"{count} words")
    seen: set[str] = set()
    for sentence in mail.sentences:
        if (key := fold(sentence)) in seen:
            yield Unsupported(sentence, "repeats", "said twice")
        seen.add(key)


def _language(mail: Written) -> Iterator[Unsupported]:
    """Whether the grammar is that of another language. Quotations do not count."""
    text = re.sub(r"[“„«\"][^”“»\"]*[”“»\"]", " ", " ".join(mail.sentences))
    words = [token.text for token in tokenise(text) if token.kind == "word"]
    known = {name: sum(word in lexicon(name).function for word in words) for name in languages()}
    best = max(known, key=lambda name: known[name])
    here = known.get(mail.ground.language, 0)
    if best != mail.ground.language and known[best] >= _FEWEST_TELLING and known[best] > _MARGIN * here:
        yield Unsupported(mail.sentences[0], "wrong_language", best)


def _shouted(text: str, ground: Ground) -> str:
    """A word in capitals that is nobody's name, or a run of signs; empty for none."""
    if signs := _SIGNS.search(text):
        return signs[0]
    named = " ".join(
        [ground.company, ground.allowed_text, ground.fixed, *(fact.value for fact in ground.facts.values())]
    )
    loud = [word for word in _SHOUTED.findall(text) if word.isupper() and word not in named]
    return loud[0] if loud else ""


NAMES = frozenset((
    "subject_empty", "subject_too_long", "subject_pretends_reply", "subject_shouts", "subject_presses",
    "subject_claims_contact", "claims_contact", "presses", "promises", "spam_phrase", "shouts", "too_short",
    "too_long", "repeats", "wrong_language",
))  # fmt: skip
_CHECKS: tuple[Callable[[Written], Iterator[Unsupported]], ...] = (_subject, _body, _length, _language)
