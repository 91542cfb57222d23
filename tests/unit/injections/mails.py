"""The messages of this folder's suite, as mail: data in ``messages/*.yml``, put together here.

A case has a ``name``; ``is``, what an honest reader calls it; and where its words stand: ``text``, ``html``,
``subject``, ``from_name``, ``quoted``, ``calendar``, ``attachment``, ``enclosed``, ``headers``,
``message_id``. ``repeat`` repeats the text, ``gap`` leaves lines empty, ``after`` follows. ``kind`` is
``bounce`` or ``complaint`` for reports, ``to: unsubscribe`` sends it to the address for opting out, and
``stranger`` leaves out what proves a conversation. ``calls``: the number on which the writer asks, in words
that all may read, to be called.
"""

from __future__ import annotations

from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

FOLDER = Path(__file__).parent / "messages"
HONEST = "honest"
UNDER = "reply.example"


class Case(NamedTuple):
    """One message of the suite. ``group`` is the file that it stands in."""

    group: str
    name: str
    label: str
    said: dict[str, Any]

    @property
    def honest(self) -> bool:
        """Whether it is a control: nobody attacks."""
        return self.group == HONEST

    @property
    def calls(self) -> str | None:
        """The number (E.164) on which the writer asks to be called."""
        number = self.said.get("calls")
        return str(number) if number else None


class Ours(NamedTuple):
    """What the answer answers: the address that we wrote to, the tokens and the id of our mail."""

    address: str
    reply_token: str
    unsubscribe_token: str
    message_id: str


@cache
def cases() -> tuple[Case, ...]:
    """Every message of the suite, files and lines in order."""
    found = []
    for path in sorted(FOLDER.glob("*.yml")):
        for said in yaml.safe_load(path.read_text(encoding="utf-8")):
            found.append(Case(path.stem, said["name"], said["is"], said))
    return tuple(found)


def words(case: Case) -> str:
    """The text of a message, as typed."""
    said = case.said
    text = str(said.get("text", "")) * int(said.get("repeat", 1))
    text += "\n" * int(said.get("gap", 0)) + str(said.get("after", ""))
    if said.get("quoted"):
        lines = "\n".join(f"> {line}" for line in str(said["quoted"]).splitlines())
        text += f"\n\nOn Mon, 5 Oct 2026 at 09:00, Sam <sam@seller.example> wrote:\n\n{lines}\n"
    return text


def compose(case: Case, ours: Ours, number: int) -> bytes:
    """The message as it lies in the bucket."""
    said = case.said
    if said.get("kind"):
        return _report(case, ours)
    message = EmailMessage()
    message["From"] = _from(str(said.get("from_name", "Ann")), ours.address)
    message["To"] = "Sam <sam@seller.example>"
    message["Subject"] = str(said.get("subject", "Re: An idea"))
    message["Message-ID"] = f"<{said.get('message_id', f'answer-{number:08}')}@firm.example>"
    message["Date"] = "Mon, 5 Oct 2026 10:00:00 +0000"
    if not said.get("stranger"):
        opt_out = said.get("to") == "unsubscribe"
        token = f"unsub+{ours.unsubscribe_token}" if opt_out else f"reply+{ours.reply_token}"
        message["Delivered-To"] = f"{token}@{UNDER}"
    for header in said.get("headers", ()):
        name, _, value = header.partition(": ")
        message[name] = value
    _fill(message, case)
    return message.as_bytes()


def _from(name: str, address: str) -> str:
    return '"' + name.replace('"', "'") + f'" <{address}>'


def _fill(message: EmailMessage, case: Case) -> None:
    said = case.said
    if "html" in said and "text" not in said:
        message.set_content(said["html"], subtype="html")
    else:
        message.set_content(words(case))
        if "html" in said:
            message.add_alternative(said["html"], subtype="html")
    if "calendar" in said:
        message.add_attachment(said["calendar"].encode(), maintype="text", subtype="calendar")
    if "attachment" in said:
        part = said["attachment"]
        main, _, sub = part["type"].partition("/")
        message.add_attachment(part["content"].encode(), maintype=main, subtype=sub, filename=part["name"])
    if "enclosed" in said:
        enclosed = EmailMessage()
        head, _, body = said["enclosed"].partition("\n\n")
        for line in head.splitlines():
            enclosed[line.partition(": ")[0]] = line.partition(": ")[2]
        enclosed.set_content(body)
        message.add_attachment(enclosed)


def _report(case: Case, ours: Ours) -> bytes:
    """A delivery report (RFC 3464) or a feedback report (RFC 5965) about our mail."""
    original = (
        f"Message-ID: <{ours.message_id}@email.amazonses.com>\r\nTo: {ours.address}\r\n"
        f"List-Unsubscribe: <mailto:unsub+{ours.unsubscribe_token}@{UNDER}>\r\n\r\nour words\r\n"
    )
    if case.said["kind"] == "bounce":
        kind, about = (
            "delivery-status",
            (
                f"Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; {ours.address}\r\n"
                f"Action: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; {case.said['text']}\r\n"
            ),
        )
    else:
        kind, about = (
            "feedback-report",
            (
                "Feedback-Type: abuse\r\nVersion: 1\r\nUser-Agent: loop/1\r\n"
                f"Original-Rcpt-To: {ours.address}\r\n"
            ),
        )
    return (
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nSubject: A report\r\n"
        f"Auto-Submitted: auto-replied\r\nContent-Type: multipart/report; report-type={kind}; boundary=b\r\n"
        f"\r\n--b\r\n\r\n{case.said['text']}\r\n--b\r\nContent-Type: message/{kind}\r\n\r\n{about}"
        f"\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{original}\r\n--b--\r\n"
    ).encode()
