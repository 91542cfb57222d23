"""Bounces that are prose: recognising them, and finding the recipients and refusals in them.

One general reader for the forms that share a shape (an address, then what a server said about it) and the
marks by which each server's own words end and the returned message begins.

Thin: the rarest gateways (a few phone networks, appliances of the 2000s) are read by the general form only.
"""

# ruff: noqa: E501 - patterns read best whole, one idea a line
from __future__ import annotations

import re
from functools import lru_cache

from replies.bounces.codes import refused_command, smtp_code_in, status_in
from replies.bounces.report import Failure
from replies.message import Enclosed, Message
from replies.patterns import Lazy

_DAEMONS = Lazy(
    r"^(?:(?:mail(?:er)?[-_.]?daemon|post_?master|mail[-_.]?daemon|mdaemon|mail[-_.]?delivery|mailsystem|"
    r"maildelivery|delivery[-_.]?status|bounces?|mmdf|root|exchange|system[-_.]?administrator|"
    r"microsoftexchange[0-9a-f]*|smtp|notification\+kr4[^@]*)(?:[+_.-][^@]*)?)(?:@|$)",
    re.IGNORECASE,
)
_DAEMON_NAMES = Lazy(
    r"mail(?:er)? ?(?:delivery|daemon)|delivery (?:sub)?system|mail administrator|postmaster|"
    r"system administrator|mail delivery|mailer-daemon",
    re.IGNORECASE,
)
_SUBJECTS = (
    "undeliverable", "undelivered", "returned mail", "returned to sender", "failure notice", "delivery failure",
    "delivery failed", "delivery status", "delivery notification", "delivery report", "delivery has failed",
    "mail delivery", "mail could not be delivered", "could not be delivered", "message not delivered",
    "non-delivery", "nondeliverable", "nondelivery", "not delivered", "delivery error", "delivery problem",
    "mail system error", "returned message", "message status - undeliverable", "mail failure", "rejected:",
    "unzustellbar", "nicht zustellbar", "zustellung fehlgeschlagen", "non remis", "non distribué",
    "échec de remise", "échec de la remise", "no se puede entregar", "no entregado", "devuelto", "error de entrega",
    "mancata consegna", "non recapitabile", "mancato recapito", "onbestelbaar", "niet afgeleverd", "kan niet worden",
    "niedostarczon", "nie dostarczono", "não entregue", "falha na entrega", "não foi possível entregar",
    "kunde inte levereras", "gick inte att leverera", "kunne ikke leveres", "ikke leveret", "toimitus epäonnistui",
    "mail error", "mail failed", "エラー通知", "failure delivery", "delivery temporarily", "配信不能", "配信できません", "エラーメール",
    "无法投递", "投递失败", "退信", "系统退信", "недоставлен", "не доставлено", "message delivery has failed",
    "user unknown", "sorry", "failed mail", "发送失败", "无法发送", "warning: message", "there was an error sending your mail", "message you sent blocked",
    "mailbox not found", "email delivery", "considered unsolicited bulk", "permanent delivery",
)  # fmt: skip
# Nobody begins a mail of his own with these words.
_HEADLINE = Lazy(
    r"delivery failure notification|delivery status notification|non-?delivery(?:[: ]|$)|undeliver(?:able|ed)(?: mail)?\b|"
    r"mail delivery failed|returned mail:|failure notice$",
    re.IGNORECASE,
)
# A list that refuses whoever is no member of it: "You ann@firm.example are not member (talk ML)" (fml).
_NOT_A_MEMBER = Lazy(r"you\b.{0,120}\bare not (?:a )?member", re.IGNORECASE)
_FAILURE_WORDS = Lazy(
    r"(?:could(?: not|n't)|can(?: ?not|'t)|was not able to|wasn't able to|unable to|was not|were not|"
    r"has not been|not be|failed to) (?:be )?deliver|undeliver|delivery (?:to .{1,80} )?(?:has )?fail|"
    r"returned (?:to|mail|message)|permanent (?:error|fatal|failure|delivery)|following (?:address|recipient)|"
    r"did not reach|was not delivered|user unknown|unknown user|no such user|mailbox (?:is )?(?:full|unavail)|"
    r"message (?:was|has been) (?:rejected|blocked|refused)|rejected by|transcript of session|smtp error|"
    r"remote host said|host unknown|recipient not found|address(?:es)? (?:had|failed)|could not be reached|"
    r"fehlgeschlagen|nicht zugestellt|n'a pas pu être|non è stato recapitato|no se pudo entregar|returned below|"
    r"over quota|error_code|no valid recipients|invalid user|送信できませんでした|unknown recipient|unable to (?:relay|connect)|not listed in|delayed|"
    r"宛先|配信|送信できません|投递|投送|无法发送|unrouteable|was rejected|invalid (?:address|recipient)",
    re.IGNORECASE,
)
_DELAY_WORDS = Lazy(
    r"delivery (?:status notification )?\(?delay|has been delayed|still being|will (?:be|keep) (?:retried|try|retry)|"
    r"warning: (?:could not send|message)|not yet been delivered|you do not need to resend|no action is required|"
    r"delivery is delayed|will continue to (?:be )?(?:try|attempt|retry)|verzögert|différée|retrasad",
    re.IGNORECASE,
)
# Where a server's words end and the copy of the message begins.
_RETURNED = Lazy(
    r"^[ \t>]{0,60}(?:-{2,60}[ \t]*)?(?:below this line is a copy of the message|this is a copy of (?:the|your) message|"
    r"(?:the )?original message follows|unsent message follows|message follows|original message(?: headers)?|"
    r"returned message|the following is a copy|message header|message headers? follows?|"
    r"---- ?message headers? ----|the header of the original message|header of the original message|"
    r"here is a copy of|undelivered message|body of message generated response|copy of (?:the )?message|"
    r"your message (?:headers|follows|reads)|message text follows|included is a copy|original headers|"
    r"=+ ?message headers|headers of the original|messages? contents? follows?|------ this is a copy of|"
    r"--+ ?the body of the message|--- the message cannot)",
    re.IGNORECASE | re.MULTILINE,
)
_HEADER_LINE = Lazy(
    r"^(?:Received|Return-Path|Message-Id|DKIM-Signature|X-[A-Za-z-]+|From|Date|To|Subject|MIME-Version)\s?:",
    re.IGNORECASE,
)
_ADDRESS = Lazy(r"[^\s<>(),;:\"'\[\]=]+@[A-Za-z0-9][A-Za-z0-9.-]*[A-Za-z0-9]")
_LINE_ADDRESS = Lazy(
    r"^[\s>*-]*(?:[45]\d\d[ -](?:[45]\.\d\.\d+ )?)?(?:(?:to|recipient|address|failed recipient|rcpt to|delivery to|unknown user|user|original address|"
    r"recipient address|unable to deliver message to|empfänger|destinataire|destinatario)\s*[:<]?\s*:?\s*)?"
    r"<?(?P<address>[^\s<>(),;:\"'\[\]=]+@[A-Za-z0-9][A-Za-z0-9.-]*[A-Za-z0-9])>?",
    re.IGNORECASE,
)
_REFUSED = Lazy(r"RCPT TO:\s*<?(?P<address>[^\s<>]+@[^\s<>:]+)>?", re.IGNORECASE)


def from_daemon(message: Message) -> bool:
    """Whether a mail system speaks: by the sender's name, or by the empty return path (RFC 3464 section 2)."""
    sender = message.sender
    if sender is not None and (_DAEMONS.match(sender.address) or _DAEMON_NAMES.search(sender.name)):
        return True
    raw = message.header("from").strip().lower()
    if "@" not in raw and ("daemon" in raw or "postmaster" in raw or "delivery" in raw):
        return True
    return message.header("return-path").strip().lower() in ("<>", "<mailer-daemon>", "mailer-daemon")


def about_delivery(subject: str) -> bool:
    """Whether a subject says that a delivery failed. An answer ("Re: …") to such a mail does not."""
    lowered = subject.lower().strip()
    if lowered.startswith(("re:", "aw:", "sv:", "antw:", "fw:", "fwd:", "wg:", "tr:")):
        return False
    return any(piece in lowered for piece in _SUBJECTS)


def notice(message: Message) -> tuple[str, Enclosed | None]:
    """The server's own words, and the copy of the message behind them where it came as plain text."""
    body = message.body
    cut = len(body)
    match = _RETURNED.search(body)
    if match:
        cut = match.start()
    lines = body[:cut].split("\n")
    offset = 0
    for index, line in enumerate(lines):
        following = lines[index + 1 : index + 8]
        if _HEADER_LINE.match(line) and sum(1 for x in following if _HEADER_LINE.match(x)) >= 2 and offset:
            cut = offset
            break
        offset += len(line) + 1
    tail = body[cut:]
    return body[:cut], _enclosed(tail) if tail.strip() else None


def _enclosed(tail: str) -> Enclosed | None:
    headers: list[tuple[str, str]] = []
    started = False
    for line in tail.split("\n"):
        match = re.match(r"^([A-Za-z][A-Za-z0-9-]*)\s?:\s*(.*)$", line)
        if match:
            started = True
            headers.append((match.group(1).lower(), match.group(2).strip()))
        elif line[:1] in (" ", "\t") and headers and line.strip():
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {line.strip()}")
        elif started and not line.strip():
            break
    return Enclosed(headers=tuple(headers), text="") if len(headers) >= 2 else None


def is_bounce(message: Message, prose: str) -> bool:
    """Whether prose without a machine-readable part reports a failed delivery.

    Two of three must agree: a mail system as the sender, a subject about delivery, words of failure with an
    SMTP code or a status. One alone is a person's mail: people forward bounces and complain of them.
    """
    if message.header("x-failed-recipients"):
        return True
    if _NOT_A_MEMBER.match(message.subject) and _NOT_A_MEMBER.search(prose[:500]):
        return True
    daemon = from_daemon(message)
    subject = about_delivery(message.subject)
    words = bool(_FAILURE_WORDS.search(prose[:8000]))
    coded = bool(smtp_code_in(prose) or status_in(prose))
    if daemon:
        return subject or words
    return (
        subject
        and words
        and (coded or _only_report(message) or bool(_HEADLINE.match(message.subject.strip())))
    )


def _only_report(message: Message) -> bool:
    """A sender without a telling name, and no sign of a person answering."""
    return not message.header("in-reply-to") and bool(message.header("auto-submitted") or _has_copy(message))


def _has_copy(message: Message) -> bool:
    return bool(message.enclosed) or notice(message)[1] is not None


def is_delay(message: Message, prose: str) -> bool:
    """Whether a report only says that delivery takes longer."""
    return bool(_DELAY_WORDS.search(f"{message.subject}\n{prose[:3000]}"))


def failures(message: Message, prose: str, original: Enclosed | None) -> tuple[Failure, ...]:
    """The recipients that a prose bounce names, each with what was said about it."""
    own = {a for a in (message.sender.address if message.sender else "",) if a} | set(message.recipients)
    named = _named(message, prose, own)
    if not named and original is not None:
        named = [a.lower() for a in _ADDRESS.findall(original.header("to"))][:1]
        return tuple(_failure(address, prose) for address in named) or (_failure("", prose),)
    if not named:
        return (_failure("", prose),)
    return tuple(_failure(address, _chunk(prose, address, named)) for address in named)


def _named(message: Message, prose: str, own: set[str]) -> list[str]:
    header = [a.lower() for a in _ADDRESS.findall(" ".join(message.all("x-failed-recipients")))]
    if header:
        return list(dict.fromkeys(header))
    found: dict[str, None] = {}
    for line in prose.split("\n"):
        match = _LINE_ADDRESS.match(line) or _REFUSED.search(line)
        if match:
            found[match.group("address").strip(".").lower()] = None
    if not found:
        for match in _ADDRESS.finditer(prose):
            found[match.group(0).strip(".").lower()] = None
    kept = [a for a in found if a not in own and not _DAEMONS.match(a)]
    return kept[:100]


def _chunk(prose: str, address: str, named: list[str]) -> str:
    """What is said about one address: around its last mention, between its neighbours'."""
    if len(named) == 1:
        return prose
    lowered = prose.lower()
    start = lowered.find(address)
    if start < 0:
        return prose
    ends = [lowered.find(other, start + len(address)) for other in named if other != address]
    end = min((e for e in ends if e > start), default=len(prose))
    chunk = prose[start:end]
    return chunk if len(chunk) > len(address) + 15 else prose[start : start + 1200]


@lru_cache(maxsize=1)
def _boilerplate() -> re.Pattern[str]:
    """What servers say in every bounce: apologies and general advice, whose words would decide by accident."""
    return re.compile(
        r"this is a permanent error[^\n]*|this message was created automatically[^\n]*|"
        r"for further assistance[^\n]*|if you do so, please include[^\n]*|"
        r"your message could not be delivered to one or more[^\n]*|i'm afraid i wasn't able to[^\n]*|"
        r"the mail system\s*$|please,? (?:do not|don't) reply[^\n]*|hi\. this is the[^\n]*|"
        r"a message that you sent could not be delivered[^\n]*|this is the mail system at host[^\n]*|"
        r"i'm sorry to have to inform you[^\n]*|be delivered to one or more recipients[^\n]*",
        re.IGNORECASE | re.MULTILINE,
    )


def _failure(recipient: str, said: str) -> Failure:
    from replies.bounces import reasons  # thirty modules: for what did come back

    said = _boilerplate().sub(" ", said)[:6000]
    status = status_in(said)
    code = smtp_code_in(said)
    reason = reasons.classify(said, "", status, refused_command(said))
    return Failure(recipient, "failed", status, code, reason, reasons.is_hard(reason, status, code))
