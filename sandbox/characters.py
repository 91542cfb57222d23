"""How people behave when a mail arrives: one entry a character, made of acts.

An act happens `after` seconds (each person's own factor of 0.6 to 1.4 is applied). `expected` is the label
an honest reader would give the reply; it goes into the books beside what was sent, never to the pipeline.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Event:
    """SES tells the bus something about the mail."""

    kind: str
    after: float
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """A person or their software answers. `text` names an entry of phrases.yml.

    `sender`: self or alias. `to`: reply_to, from or unsubscribe (the List-Unsubscribe mailto).
    `form`: letter, auto, dsn, garbage or unsubscribe.
    """

    text: str
    after: float
    expected: str
    sender: str = "self"
    to: str = "reply_to"
    form: str = "letter"
    threaded: bool = True


@dataclass(frozen=True)
class OneClick:
    """Their mail program unsubscribes by RFC 8058."""

    after: float


@dataclass(frozen=True)
class Scan:
    """A security gateway fetches every link of the mail, and never unsubscribes."""

    after: float


Act = Event | Reply | OneClick | Scan


@dataclass(frozen=True)
class Character:
    """What happens on the first mail and on later ones."""

    meaning: str
    first: tuple[Act, ...]
    later: tuple[Act, ...] | None = None

    def acts(self, step: int) -> tuple[Act, ...]:
        """The acts for a mail of a sequence, counted from 0."""
        if step and self.later is not None:
            return self.later
        return self.first if not step else ARRIVES


ARRIVES: tuple[Act, ...] = (Event("Delivery", 0.5),)


def _answers(text: str, expected: str, **how: object) -> tuple[Act, ...]:
    return (*ARRIVES, Event("Open", 1.0), Reply(text, 1.6, expected, **how))  # type: ignore[arg-type]


_BOUNCES: tuple[Act, ...] = (
    Event("Bounce", 0.7, {"bounce_type": "Permanent", "bounce_sub_type": "General"}),
)

CHARACTERS: dict[str, Character] = {
    "warm_call": Character("wants a call, gives a number", _answers("warm_call", "WARM")),
    "warm_meeting": Character("wants a meeting", _answers("warm_meeting", "WARM")),
    "warm_price": Character("asks for a price", _answers("warm_price", "WARM")),
    "warm_german": Character("wants a call, in German", _answers("warm_german", "WARM")),
    "warm_french": Character("wants a call, in French", _answers("warm_french", "WARM")),
    "cold": Character("declines", _answers("cold", "COLD")),
    "cold_german": Character("declines in German", _answers("cold_german", "COLD")),
    "cold_french": Character("declines in French", _answers("cold_french", "COLD")),
    "question": Character("asks how it works", _answers("question", "NEUTRAL|WARM")),
    "referral": Character("passes it on to a colleague", _answers("referral", "NEUTRAL|COLD")),
    "injection_reply": Character(
        "declines, and tries to talk the reader into another label", _answers("injection_reply", "COLD")
    ),
    "out_of_office": Character(
        "is away (RFC 3834)", (*ARRIVES, Reply("out_of_office", 0.8, "AUTO_REPLY", form="auto"))
    ),
    "out_of_office_german": Character(
        "is away, in German", (*ARRIVES, Reply("out_of_office_german", 0.8, "AUTO_REPLY", form="auto"))
    ),
    "hard_bounce": Character("does not exist; SES says so", _BOUNCES, _BOUNCES),
    "bounce_mail": Character(
        "does not exist; their server says so by mail (RFC 3464)",
        (*ARRIVES, Reply("", 1.2, "BOUNCED", form="dsn")),
    ),
    "soft_bounce": Character(
        "has a full mailbox",
        (Event("Bounce", 0.8, {"bounce_type": "Transient", "bounce_sub_type": "MailboxFull"}),),
    ),
    "delayed": Character("has a slow server", (Event("DeliveryDelay", 0.5), Event("Delivery", 2.5))),
    "complaint": Character("presses the spam button", (*ARRIVES, Event("Complaint", 1.5))),
    "unsubscribe_mail": Character(
        "unsubscribes through the List-Unsubscribe mailto",
        (*ARRIVES, Reply("unsubscribe_mail", 1.2, "UNSUBSCRIBE", to="unsubscribe", form="unsubscribe")),
    ),
    "unsubscribe_text": Character("asks in words to be removed", _answers("unsubscribe_text", "UNSUBSCRIBE")),
    "unsubscribe_german": Character("asks so in German", _answers("unsubscribe_german", "UNSUBSCRIBE")),
    "unsubscribe_one_click": Character("unsubscribes by one click (RFC 8058)", (*ARRIVES, OneClick(1.2))),
    "unsubscribe_link_ignored": Character(
        "opens the unsubscribe page and leaves it", (*ARRIVES, Event("Open", 0.9), Scan(1.2))
    ),
    "scanner": Character(
        "stands behind a gateway that fetches every link", (*ARRIVES, Scan(0.8)), (*ARRIVES, Scan(0.8))
    ),
    "alias": Character(
        "answers from a personal address", _answers("asks_alias", "WARM", sender="alias", to="from")
    ),
    "alias_token": Character(
        "answers from an address of another domain, without thread headers",
        _answers("asks_alias", "WARM", sender="alias", threaded=False),
    ),
    "new_thread": Character(
        "writes a new mail to the plain From address",
        _answers("warm_call", "WARM", to="from", threaded=False),
    ),
    "twice": Character(
        "answers, then adds something",
        (*_answers("warm_call", "WARM"), Reply("second_thought", 2.6, "NEUTRAL|WARM")),
    ),
    "second_mail": Character("answers the follow-up only", ARRIVES, _answers("late_warm", "WARM")),
    "reader": Character(
        "reads, clicks and says nothing", (*ARRIVES, Event("Open", 1.2), Event("Click", 2.0))
    ),
    "garbage": Character(
        "sends bytes that are no mail", (*ARRIVES, Reply("", 1.2, "UNREADABLE", form="garbage"))
    ),
    "suppressed": Character("is on the account's suppression list", (), ()),
    "silent": Character("says nothing", ARRIVES),
}
