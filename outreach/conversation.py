"""What the automated caller says next: introduce itself, interest, need, time to call back, goodbye.

Pure: a turn and what is remembered go in, a move comes out. Nothing here knows of Lex or of the table, and
the same turn always gives the same move, so a turn that is delivered twice is answered twice alike.

Records are named tuples: this is imported by the one Lambda that somebody waits for on the phone, and a
frozen dataclass costs five times as much to define.

Two rules stand above the conversation (47 CFR 64.1200 (b) and (d)): the caller says at the start who it is
and that it is a machine, and a callee who wants no more calls has to say so only once, in any words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

INTERESTED, NEED, CALLBACK_TIME, EMAIL = "Interested", "Need", "CallbackTime", "Email"
SLOTS = (INTERESTED, NEED, CALLBACK_TIME, EMAIL)
DISCUSS, STOP, FALLBACK = "DiscussInterest", "StopCalling", "FallbackIntent"

MOST_MISUNDERSTOOD = 2
"""How often in a row it may fail to understand before it lets the person go."""

LONGEST_ANSWER = 500
"""Characters kept of what somebody said."""

_LINES = {INTERESTED: "ask_interested", NEED: "ask_need", CALLBACK_TIME: "ask_callback_time"}

_STOP = re.compile(
    r"""
      ^\W*(?:please\s+)?stop(?:\s+it)?\W*$
    | \bstop\s+(?:calling|phoning|ringing|contacting|bothering)\b
    | \b(?:do\s+not|don['’]?t|never)\s+(?:ever\s+)?(?:call|phone|ring|contact)\b
      # ... but "don't call me before ten" is about when, not whether. Atomic groups: no way back around it.
      (?>\s+(?:me|us|here|again|anymore|this\s+number))*+
      (?!\s+(?:before|after|until|till|between|at|on|in|during|earlier|later|today|tomorrow|this)\b)
    | \b(?:take|remove|delete)\s+(?:me|us|my\s+number|our\s+number|this\s+number)\b
    | \bno\s+more\s+calls\b
    | \bdo[\s-]not[\s-]call\s+list\b
    | \bunsubscribe\b
    | \bopt\s*-?\s*(?:me\s+)?out\b
    | \bwrong\s+number\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "No problem" and "why not" are how people say yes.
_NO = re.compile(r"\b(?<!why )(?:no(?!\s+problem)|nope|nah|not|never|don['’]?t)\b", re.IGNORECASE)
_YES = re.compile(
    r"\b(?:yes|yeah|yep|yup|sure|okay|ok|certainly|absolutely|definitely|interested|gladly|please|of\s+course"
    r"|go\s+ahead|tell\s+me\s+more|no\s+problem|why\s+not)\b",
    re.IGNORECASE,
)
# "Yes?" is how people pick up a phone, so a yes may be none; what they say to the next question tells.
_DECLINE = re.compile(
    r"""
      \bnot\s+interested\b
    | ^\W*(?:
        (?:no|nope|nah)(?:\W+(?:thanks?|thank\s+you|not\b.*|i\b.*|really.*))?
      | (?:nothing|none)(?:\s+(?:really|at\s+the\s+moment|for\s+now|right\s+now|today|thanks?|thank\s+you))*
      | not\s+(?:really|now|at\s+the\s+moment|today|at\s+all)\b.*
      | please\s+don['’]?t | don['’]?t\s+bother.* | never(?:\s+mind)? | we['’]?re\s+(?:fine|good)\b.*
      )\W*$
    """,
    re.IGNORECASE | re.VERBOSE,
)


class Answers(NamedTuple):
    """What the callee said so far. ``None`` or empty: not yet."""

    interested: bool | None = None
    need: str = ""
    callback_time: str = ""
    email: str = ""

    def complete(self) -> bool:
        return self.interested is False or bool(self.interested and self.need and self.callback_time)


class Memory(NamedTuple):
    """What is carried from turn to turn. ``asked`` is the slot of the last question."""

    turn: int = 0
    introduced: bool = False
    asked: str = ""
    misunderstood: int = 0
    answers: Answers = Answers()


class Heard(NamedTuple):
    """One turn of the callee, as the recogniser understood it: slot values by name, and the words."""

    intent: str
    slots: Mapping[str, str]
    transcript: str = ""


class Move(NamedTuple):
    """What to do: say these lines, then ask for a slot or close.

    ``stop``: put them on the do-not-call list before saying so. ``submit``: they asked to be contacted.
    """

    lines: tuple[str, ...]
    memory: Memory
    ask: str = ""
    close: Literal["", "fulfilled", "failed"] = ""
    stop: bool = False
    submit: bool = False


def respond(heard: Heard, memory: Memory) -> Move:
    """The answer to one turn."""
    opening = () if memory.introduced else ("introduction",)
    memory = memory._replace(turn=memory.turn + 1, introduced=True)
    if heard.intent == STOP or _STOP.search(heard.transcript):
        # Decided by rule as well: a wish to be left alone must not hang on a recogniser's confidence.
        return Move((*opening, "stopped"), memory, close="fulfilled", stop=True)

    answers = _listen(heard, memory)
    understood = answers != memory.answers
    if understood or not memory.asked:
        # Before the first question, anything is a way to pick up a phone ("hello?"), no misunderstanding.
        memory = memory._replace(answers=answers, misunderstood=0)
    else:
        memory = memory._replace(misunderstood=memory.misunderstood + 1)
    if answers.complete():
        line = "close_interested" if answers.interested else "close_not_interested"
        return Move((*opening, line), memory, close="fulfilled", submit=bool(answers.interested))
    if memory.misunderstood >= MOST_MISUNDERSTOOD:
        wants = bool(answers.interested)
        line = "close_misunderstood_interested" if wants else "close_misunderstood"
        return Move((*opening, line), memory, close="failed", submit=wants)
    ask = _next_question(answers)
    again = "_again" if memory.misunderstood else ""
    return Move((*opening, _LINES[ask] + again), memory._replace(asked=ask), ask=ask)


def _next_question(answers: Answers) -> str:
    if answers.interested is None:
        return INTERESTED
    return NEED if not answers.need else CALLBACK_TIME


def _listen(heard: Heard, memory: Memory) -> Answers:
    """Take up what the turn answers."""
    known = memory.answers
    words = _cut(heard.transcript)
    interested = _yes_or_no(heard.slots.get(INTERESTED, ""))
    if interested is None and memory.asked == INTERESTED:
        interested = _yes_or_no(words)
    if memory.asked in (NEED, CALLBACK_TIME) and _DECLINE.search(words):
        return known._replace(interested=False)
    need = _cut(heard.slots.get(NEED, ""))
    if not need and memory.asked == NEED and heard.intent == FALLBACK:
        # A free answer that fits no intent is what was asked for.
        need = words
    return Answers(
        interested=known.interested if interested is None else interested,
        need=need or known.need,
        callback_time=_cut(heard.slots.get(CALLBACK_TIME, "")) or known.callback_time,
        email=_cut(heard.slots.get(EMAIL, "")) or known.email,
    )


def _yes_or_no(words: str) -> bool | None:
    """Yes, no, or neither; "no, not interested" is a no although it says interested."""
    if _NO.search(words):
        return False
    return True if _YES.search(words) else None


def _cut(words: str) -> str:
    return " ".join(words.split())[:LONGEST_ANSWER]
