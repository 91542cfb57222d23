"""Amazon SES v2: takes mails, checks them as SES does, tells the bus what became of them and hands them to
mailboxes.

What it refuses follows the API's documentation (SendEmail, SES quotas); what it accepts is in the books
with the MIME kept under `DIR/mail/`. The Message-ID header is replaced, as SES replaces it.
"""

import email
import email.policy
import re
import threading
import time
from collections import deque
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import format_datetime, getaddresses, parseaddr
from pathlib import Path
from typing import Any, Protocol

from sandbox.agenda import Agenda, Job
from sandbox.aws import Account
from sandbox.books import Books
from sandbox.clock import WorldClock, iso_millis
from sandbox.faults import Faults
from sandbox.rest import ServiceError
from sandbox.seeds import Seed, digest
from sandbox.ses_account import SesAccount
from sandbox.ses_events import DETAIL_TYPES, detail_of
from sandbox.ses_mime import as_sent, mime_of
from sandbox.web import Request, Response, json_response

MAX_MESSAGE_BYTES = 40 * 1024 * 1024
MAX_RECIPIENTS = 50
MAX_TAGS = 50
TAG = re.compile(r"[A-Za-z0-9_-]{1,256}")
TIMEOUT_SECONDS = 70.0


class Postman(Protocol):
    """Who carries an accepted mail to the people it is for."""

    def deliver(self, accepted: dict[str, Any], raw: bytes) -> None:
        """Take a mail addressed to `accepted["to"]`."""
        ...


class Ses:
    """The service. `identities` are verified domains (and their subdomains) or addresses."""

    def __init__(
        self,
        *,
        folder: Path,
        books: Books,
        agenda: Agenda,
        account: Account,
        clock: WorldClock,
        faults: Faults,
        seed: Seed,
        region: str,
        source: str,
        identities: tuple[str, ...],
        configuration_sets: tuple[str, ...] = (),
        mail_bucket: str = "",
        rate: float = 14.0,
        quota: int = 50_000,
        patience: float = 1.0,
    ) -> None:
        self._folder = folder / "mail"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._books = books
        self._agenda = agenda
        self._account = account
        self._clock = clock
        self._faults = faults
        self._seed = seed
        self._region = region
        self._source = source
        self._rate = rate
        self._quota = quota
        self._patience = patience
        self._lock = threading.Lock()
        self._recent: deque[float] = deque()
        self.known = SesAccount(books, identities, configuration_sets, mail_bucket)
        self.postman: Postman | None = None
        agenda.on("ses-event", self._emit)

    def restore(self) -> None:
        """Set the account to what the books say."""
        self.known.restore()

    @property
    def suppressed(self) -> dict[str, str]:
        """The account's suppression list: reasons by address."""
        return self.known.suppressed

    def routes(self, add: Callable[..., None]) -> None:
        """Register the service's routes."""
        base = "/ses/v2/email"
        add("POST", f"{base}/outbound-emails", self._guarded(self.send))
        add("GET", f"{base}/account", self._guarded(self.account))
        self.known.routes(base, lambda method, path, route: add(method, path, self._guarded(route)))

    def _guarded(self, route: Callable[[Request], Response]) -> Callable[[Request], Response]:
        def answer(request: Request) -> Response:
            try:
                if self._faults.take("ses", "down"):
                    raise ServiceError("InternalFailure", 500, "The request processing has failed.")
                return route(request)
            except ServiceError as error:
                return error.response()

        return answer

    # -- sending -----------------------------------------------------------------------------------

    def send(self, request: Request) -> Response:
        """SendEmail."""
        try:
            call = request.json()
            if not isinstance(call, dict):
                raise ValueError("not an object")
        except ValueError as error:
            raise ServiceError("BadRequestException", 400, f"The body is not JSON: {error}") from error
        tags = {str(tag.get("Name")): str(tag.get("Value")) for tag in call.get("EmailTags") or []}
        try:
            accepted, raw = self._accept(call, tags)
        except ServiceError as error:
            self._books.write(
                "ses_refused", send_id=tags.get("send_id"), error=error.name, message=error.message
            )
            raise
        self._announce(accepted, raw)
        if self._faults.take("ses", "timeout_after_success"):
            # The mail is out, but its sender will never hear of it: the connection ends without an answer.
            time.sleep(min(TIMEOUT_SECONDS, 1.0) * self._patience)
            return Response(hang_up=True)
        return json_response({"MessageId": accepted["message_id"]})

    def _accept(self, call: dict[str, Any], tags: dict[str, str]) -> tuple[dict[str, Any], bytes]:
        if self._faults.take("ses", "paused"):
            raise ServiceError("SendingPausedException", 400, "Sending is paused for this account.")
        for name, value in tags.items():
            if not TAG.fullmatch(name) or not TAG.fullmatch(value):
                raise ServiceError(
                    "BadRequestException", 400, f"Invalid tag name or value provided: <{name}>."
                )
        if len(tags) > MAX_TAGS:
            raise ServiceError("BadRequestException", 400, "Too many tags.")
        configuration_set = call.get("ConfigurationSetName")
        if configuration_set:
            self.known.check_configuration_set(configuration_set)
        raw = mime_of(call)
        if len(raw) > MAX_MESSAGE_BYTES:
            raise ServiceError(
                "BadRequestException", 400, f"Message length is more than {MAX_MESSAGE_BYTES} bytes"
            )
        message = email.message_from_bytes(raw, policy=email.policy.default)
        sender = call.get("FromEmailAddress") or str(message.get("From", ""))
        self._check_sender(sender)
        destination = call.get("Destination") or {}
        recipients = [
            address
            for kind in ("ToAddresses", "CcAddresses", "BccAddresses")
            for address in destination.get(kind) or []
        ]
        if not recipients:
            recipients = [str(value) for name in ("To", "Cc", "Bcc") for value in message.get_all(name, [])]
        addresses = [address for _, address in getaddresses(recipients)]
        if not addresses:
            raise ServiceError("BadRequestException", 400, "Recipient list cannot be empty.")
        if len(addresses) > MAX_RECIPIENTS:
            raise ServiceError("MessageRejected", 400, f"Recipient count exceeds {MAX_RECIPIENTS}.")
        for address in addresses:
            if not re.fullmatch(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+", address):
                raise ServiceError(
                    "BadRequestException", 400, f"Domain contains illegal character: {address}"
                )
        self._check_rate(len(addresses))
        return self._record(call, tags, configuration_set, message, raw, sender, addresses)

    def _record(
        self,
        call: dict[str, Any],
        tags: dict[str, str],
        configuration_set: str | None,
        message: EmailMessage,
        raw: bytes,
        sender: str,
        addresses: list[str],
    ) -> tuple[dict[str, Any], bytes]:
        send_id = tags.get("send_id", "")
        with self._lock:
            nth = self._books.count("ses_accepted", lambda entry: entry["to"] == addresses[0])
            core = self._seed.uuid("message", addresses[0], send_id or digest(raw), nth)
            message_id = f"0100{self._seed.id('message-head', core, length=12)}-{core}-000000"
            headers = as_sent(raw, f"{message_id}@{self.mail_domain}", format_datetime(self._clock.now()))
            (self._folder / f"{message_id}.eml").write_bytes(headers)
            accepted = self._books.write(
                "ses_accepted",
                message_id=message_id,
                send_id=send_id or None,
                lead_id=tags.get("lead_id"),
                step=_number(tags.get("step")),
                to=addresses[0],
                recipients=addresses,
                source=sender,
                subject=str(message.get("Subject", "")),
                tags=tags,
                configuration_set=configuration_set
                or str(message.get("X-SES-CONFIGURATION-SET") or "")
                or None,
                bytes=len(raw),
            )
        return accepted, headers

    @property
    def mail_domain(self) -> str:
        """The right-hand side of the Message-IDs SES writes."""
        return "email.amazonses.com" if self._region == "us-east-1" else f"{self._region}.amazonses.com"

    def raw(self, message_id: str) -> bytes:
        """The kept MIME of an accepted mail."""
        return (self._folder / f"{Path(message_id).name}.eml").read_bytes()

    def _check_sender(self, sender: str) -> None:
        address = parseaddr(sender)[1].lower()
        if not address or "@" not in address:
            raise ServiceError("BadRequestException", 400, "Missing final '@domain'")
        if not self.known.is_verified(address):
            raise ServiceError(
                "MessageRejected",
                400,
                "Email address is not verified. The following identities failed the check in region "
                f"{self._region.upper()}: {address}",
            )

    def _check_rate(self, recipients: int) -> None:
        if self._faults.take("ses", "throttle"):
            raise ServiceError("TooManyRequestsException", 429, "Maximum sending rate exceeded.")
        now = time.monotonic()
        with self._lock:
            while self._recent and self._recent[0] < now - 1.0:
                self._recent.popleft()
            if self._rate and len(self._recent) + recipients > self._rate:
                raise ServiceError("TooManyRequestsException", 429, "Maximum sending rate exceeded.")
            if self._sent_today() + recipients > self._quota:
                raise ServiceError("LimitExceededException", 400, "Daily message quota exceeded.")
            self._recent.extend([now] * recipients)

    def _sent_today(self) -> int:
        since = iso_millis(self._clock.now()).replace("T", " ")[:10]
        return self._books.count("ses_accepted", lambda entry: entry["at"][:10] == since)

    def _announce(self, accepted: dict[str, Any], raw: bytes) -> None:
        """Tell the bus of the send, then let the mail take its way (or not, when its address is
        suppressed)."""
        self.event_later(accepted["message_id"], "Send", self._delay(accepted, "send", 0.05, 0.3))
        suppressed = self.suppressed.get(accepted["to"].lower())
        if suppressed:
            self.event_later(
                accepted["message_id"],
                "Bounce",
                self._delay(accepted, "bounce", 0.3, 0.9),
                bounce_type="Permanent",
                bounce_sub_type="OnAccountSuppressionList",
            )
        elif self.postman is not None:
            self.postman.deliver(accepted, raw)

    def _delay(self, accepted: dict[str, Any], purpose: str, low: float, high: float) -> float:
        rng = self._seed.rng("delay", purpose, accepted["to"], accepted.get("step"))
        return rng.uniform(low, high) * self._patience

    # -- events ------------------------------------------------------------------------------------

    def event_later(self, message_id: str, kind: str, seconds: float, n: int = 0, **extra: Any) -> None:
        """Put an event about a mail on the bus after a while."""
        if kind == "Bounce" and extra.get("bounce_type", "Permanent") == "Permanent":
            accepted = self._books.find("ses_accepted", lambda entry: entry["message_id"] == message_id)
            if accepted and extra.get("bounce_sub_type") != "OnAccountSuppressionList":
                self.known.add_suppressed(accepted["to"], "BOUNCE")
        if kind == "Complaint":
            accepted = self._books.find("ses_accepted", lambda entry: entry["message_id"] == message_id)
            if accepted:
                self.known.add_suppressed(accepted["to"], "COMPLAINT")
        job_id = f"ses-{kind}-{message_id}-{n}"
        self._agenda.later(
            seconds, "ses-event", job_id, message_id=message_id, event_kind=kind, extra=extra, n=n
        )

    def _emit(self, job: Job) -> None:
        accepted = self._books.find("ses_accepted", lambda entry: entry["message_id"] == job["message_id"])
        if accepted is None or not accepted["configuration_set"]:
            # SES publishes events only for mails sent with a configuration set that has a destination.
            return
        mail = self._mail_part(accepted)
        kind = job["event_kind"]
        feedback = self._seed.id("feedback", job["message_id"], kind, length=40)
        now = self._clock.now()
        detail = detail_of(kind, mail, now, feedback, **job["extra"])
        for _ in range(2 if self._faults.take("ses", "duplicate_events") else 1):
            event_id = self._account.put_event(self._source, DETAIL_TYPES[kind], detail, [], now)
            self._books.write(
                "events",
                source=self._source,
                type=DETAIL_TYPES[kind],
                event_id=event_id,
                message_id=accepted["message_id"],
                send_id=accepted["send_id"],
                bounce_type=job["extra"].get("bounce_type"),
            )

    def _mail_part(self, accepted: dict[str, Any]) -> dict[str, Any]:
        message = email.message_from_bytes(self.raw(accepted["message_id"]), policy=email.policy.compat32)
        headers = [{"name": name, "value": " ".join(str(value).split())} for name, value in message.items()]
        sender = parseaddr(accepted["source"])[1]
        tags = {name: [value] for name, value in accepted["tags"].items()}
        tags |= {
            "ses:operation": ["SendEmail"],
            "ses:configuration-set": [accepted["configuration_set"]],
            "ses:source-ip": ["192.0.2.10"],
            "ses:from-domain": [sender.rpartition("@")[2]],
            "ses:caller-identity": ["beckon"],
        }
        return {
            "timestamp": accepted["at"],
            "source": accepted["source"],
            "sourceArn": f"arn:aws:ses:{self._region}:000000000000:identity/{sender}",
            "sendingAccountId": "000000000000",
            "messageId": accepted["message_id"],
            "destination": accepted["recipients"],
            "headersTruncated": False,
            "headers": headers,
            "commonHeaders": {
                "from": [accepted["source"]],
                "to": accepted["recipients"],
                "messageId": accepted["message_id"],
                "subject": accepted["subject"],
            },
            "tags": tags,
        }

    def account(self, request: Request) -> Response:
        """GetAccount."""
        with self._lock:
            sent = self._sent_today()
        return json_response(
            {
                "DedicatedIpAutoWarmupEnabled": False,
                "EnforcementStatus": "HEALTHY",
                "ProductionAccessEnabled": True,
                "SendQuota": {
                    "Max24HourSend": float(self._quota),
                    "MaxSendRate": self._rate,
                    "SentLast24Hours": float(sent),
                },
                "SendingEnabled": True,
                "SuppressionAttributes": {"SuppressedReasons": ["BOUNCE", "COMPLAINT"]},
            }
        )  # fmt: skip


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None
