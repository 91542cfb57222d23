"""The people behind the addresses: they receive what SES delivers and do what their character does.

Replies become objects `inbound/<id>` in the mail bucket, as a receipt rule's S3 action writes them.
"""

import http.client
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from sandbox import letters
from sandbox.agenda import Agenda, Job
from sandbox.aws import Account
from sandbox.books import Books
from sandbox.characters import CHARACTERS, Act, Event, OneClick, Reply, Scan
from sandbox.clock import WorldClock
from sandbox.faults import Faults
from sandbox.pages import phone_text
from sandbox.seeds import Seed
from sandbox.ses import Ses
from sandbox.ses_events import BROWSER, SCANNER
from sandbox.world import Person, World
from sandbox.world.load import read_yaml

log = logging.getLogger("sandbox.mailboxes")

ONE_CLICK_BODY = b"List-Unsubscribe=One-Click"


class NotReached(Exception):
    """A URL of a mail could not be reached; the visit is tried again."""


class Mailboxes:
    """All mailboxes of the world."""

    def __init__(
        self,
        *,
        world: World,
        ses: Ses,
        books: Books,
        agenda: Agenda,
        account: Account,
        clock: WorldClock,
        faults: Faults,
        seed: Seed,
        patience: float = 1.0,
        visit: Callable[[str, str, bytes, dict[str, str]], int] | None = None,
    ) -> None:
        self._world = world
        self._ses = ses
        self._books = books
        self._agenda = agenda
        self._account = account
        self._clock = clock
        self._faults = faults
        self._seed = seed
        self._patience = patience
        self._visit = visit or visit_url
        ses.postman = self
        agenda.on("reply", self._reply)
        agenda.on("one-click", self._one_click)
        agenda.on("scan", self._scan)
        self.suppress_characters()

    def suppress_characters(self) -> None:
        """Put those on the account's suppression list whose character says so."""
        for company in self._world.companies:
            if self._world.person(company.email).character == "suppressed":
                self._ses.suppressed.setdefault(company.email.lower(), "BOUNCE")

    def deliver(self, accepted: dict[str, Any], raw: bytes) -> None:
        """See `ses.Postman`."""
        person = self._world.person(accepted["to"])
        self.play(accepted, person, person.character)

    def play(self, accepted: dict[str, Any], person: Person, character: str) -> int:
        """Let a person act on a mail as a character; returns how many acts were planned."""
        acts = CHARACTERS[character].acts(accepted["step"] or 0)
        pace = self._seed.rng("pace", person.address).uniform(0.6, 1.4)
        for number, act in enumerate(acts):
            self._plan(accepted, person, character, number, act, act.after * pace * self._patience)
        return len(acts)

    def _plan(
        self, accepted: dict[str, Any], person: Person, character: str, number: int, act: Act, seconds: float
    ) -> None:
        message_id = accepted["message_id"]
        if isinstance(act, Event):
            extra = dict(act.extra)
            if act.kind == "Click":
                links = letters.links_in(self._ses.raw(message_id))
                if not links:
                    return
                extra = {"link": links[0], "user_agent": BROWSER}
            self._ses.event_later(message_id, act.kind, seconds, number, **extra)
        elif isinstance(act, Reply):
            self._agenda.later(
                seconds,
                "reply",
                f"reply-{message_id}-{character}-{number}",
                message_id=message_id,
                person=person.address,
                character=character,
                number=number,
            )
        elif isinstance(act, OneClick):
            self._agenda.later(seconds, "one-click", f"one-click-{message_id}", message_id=message_id)
        elif isinstance(act, Scan):
            self._agenda.later(
                seconds, "scan", f"scan-{message_id}", message_id=message_id, character=character
            )

    # -- replies -----------------------------------------------------------------------------------

    def _reply(self, job: Job) -> None:
        accepted = self._accepted(job["message_id"])
        person = self._world.person(job["person"])
        acts = CHARACTERS[job["character"]].acts(accepted["step"] or 0)
        act = acts[job["number"]]
        if not isinstance(act, Reply):
            raise TypeError(f"act {job['number']} of {job['character']} is not a reply")
        body, to = self._write(accepted, person, act, job)
        copies = 2 if self._faults.take("mail", "duplicate_delivery") else 1
        for copy in range(copies):
            inbound_id = self._seed.id(
                "inbound", accepted["message_id"], job["character"], job["number"], copy, length=40
            )
            key = f"inbound/{inbound_id}"
            self._account.put_mail(key, body)
            if self._books.find("inbound", lambda entry, key=key: entry["key"] == key) is None:  # type: ignore[misc]
                self._books.write(
                    "inbound",
                    key=key,
                    character=job["character"],
                    expected_label=act.expected,
                    to_send_id=accepted["send_id"],
                    lead_id=accepted["lead_id"],
                    sender=self._sender(person, act),
                    to=to,
                    bytes=len(body),
                )

    def _write(self, accepted: dict[str, Any], person: Person, act: Reply, job: Job) -> tuple[bytes, str]:
        raw = self._ses.raw(accepted["message_id"])
        original = letters.read_original(raw)
        now = self._clock.now()
        message_id = self._seed.id("reply", accepted["message_id"], job["character"], job["number"])
        to = {"from": original.from_address, "unsubscribe": original.unsubscribe_mailto}.get(
            act.to
        ) or original.reply_to
        sender = self._sender(person, act)
        rng = self._seed.rng("words", person.address, accepted["step"], job["number"])
        if act.form == "garbage":
            return letters.garbage(rng, accepted["step"] or 0), to
        if act.form == "dsn":
            report = letters.bounce_report(
                original=original, raw=raw, recipient=accepted["to"], to=to, at=now, message_id=message_id
            )
            return report, to
        text = self._words(person, act.text, rng)
        if act.form == "unsubscribe":
            request = letters.unsubscribe_request(
                sender=sender, sender_name=person.name, to=to, text=text, at=now, message_id=message_id
            )
            return request, to
        letter = letters.compose(
            original=original,
            sender=sender,
            sender_name=person.name,
            to=to,
            text=text,
            signature=_signature(person),
            style=person.style,
            at=now,
            message_id=message_id,
            threaded=act.threaded,
            auto=act.form == "auto",
        )
        return letter, to

    def _words(self, person: Person, phrase: str, rng: Any) -> str:
        by_language = read_yaml("phrases.yml")[phrase]
        variants = by_language.get(person.lang) or next(iter(by_language.values()))
        until = self._clock.now() + timedelta(days=rng.randint(4, 12))
        german = "de" in by_language and "en" not in by_language
        return str(rng.choice(variants)).format(
            phone=phone_text(person.phone)
            if person.phone.startswith("+1")
            else person.phone or "the office number",
            name=person.name,
            company=person.company.name if person.company else "",
            until=f"{until:%d.%m.%Y}" if german else f"{until:%B} {until.day}, {until.year}",
            colleague=f"office@{person.address.rpartition('@')[2]}",
        )

    @staticmethod
    def _sender(person: Person, act: Reply) -> str:
        if act.sender != "alias":
            return person.address
        name, _, domain = person.address.rpartition("@")
        return person.alias or f"{name}.private@{domain}"

    # -- links -------------------------------------------------------------------------------------

    def _one_click(self, job: Job) -> None:
        accepted = self._accepted(job["message_id"])
        original = letters.read_original(self._ses.raw(accepted["message_id"]))
        if (
            original.list_unsubscribe_post.replace(" ", "") != "List-Unsubscribe=One-Click"
            or not original.unsubscribe_urls
        ):
            self._books.write(
                "one_click", send_id=accepted["send_id"], to=accepted["to"], url=None, status=None
            )
            return
        url = original.unsubscribe_urls[0]
        headers = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": "ExampleMail/5.2"}
        status = self._visit("POST", url, ONE_CLICK_BODY, headers)
        self._books.write(
            "one_click",
            send_id=accepted["send_id"],
            lead_id=accepted["lead_id"],
            to=accepted["to"],
            url=url,
            status=status,
        )
        if status >= 500:
            raise NotReached(f"one-click unsubscribe answered {status}")

    def _scan(self, job: Job) -> None:
        accepted = self._accepted(job["message_id"])
        scanner = job["character"] == "scanner"
        agent = SCANNER if scanner else BROWSER
        raw = self._ses.raw(accepted["message_id"])
        links = letters.links_in(raw) if scanner else letters.read_original(raw).unsubscribe_urls[:1]
        seen = {
            entry["url"] for entry in self._books.read("scanner") if entry["message_id"] == job["message_id"]
        }
        for number, link in enumerate(links):
            if link in seen:  # visited before a restart or a retry
                continue
            status = self._visit("GET", link, b"", {"User-Agent": agent})
            self._books.write(
                "scanner",
                message_id=accepted["message_id"],
                send_id=accepted["send_id"],
                lead_id=accepted["lead_id"],
                to=accepted["to"],
                url=link,
                status=status,
                agent=agent,
            )
            if scanner:
                # SES cannot tell a gateway from a person: it reports the click of each wrapped link.
                self._ses.event_later(
                    accepted["message_id"], "Click", 0.0, 100 + number, link=link, user_agent=agent
                )

    def _accepted(self, message_id: str) -> dict[str, Any]:
        accepted = self._books.find("ses_accepted", lambda entry: entry["message_id"] == message_id)
        if accepted is None:
            raise LookupError(f"no accepted mail {message_id}")
        return accepted


def _signature(person: Person) -> str:
    company = person.company
    if company is None:
        return person.name
    lines = [person.name, f"{company.role}, {company.name}"]
    if company.phone and person.style == "outlook":
        lines.append(phone_text(company.phone) if company.phone.startswith("+1") else company.phone)
    return "\n".join(lines)


def visit_url(method: str, url: str, body: bytes, headers: dict[str, str]) -> int:
    """Request a URL of a mail without cookies and without following redirects; returns the status.

    Only this machine is reached (`127.0.0.1`, `localhost` and names below `.localhost`, which RFC 6761
    keeps for it); any other host gives 0: invented people do not walk the real network.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host not in ("127.0.0.1", "localhost") and not host.endswith(".localhost"):
        return 0
    connection = http.client.HTTPConnection("127.0.0.1", parts.port or 80, timeout=20)
    try:
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        connection.request(method, target, body or None, {**headers, "Host": parts.netloc})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except OSError as error:
        raise NotReached(f"{method} {host}: {error}") from error
    finally:
        connection.close()
