"""What an SES account knows beside its mails: identities, configuration sets, the suppression list."""

import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

from sandbox import names
from sandbox.books import Books
from sandbox.rest import ServiceError
from sandbox.web import Request, Response, json_response

EVENT_TYPES = (
    "SEND",
    "DELIVERY",
    "BOUNCE",
    "COMPLAINT",
    "REJECT",
    "OPEN",
    "CLICK",
    "RENDERING_FAILURE",
    "DELIVERY_DELAY",
)


class SesAccount:
    """Identities and the suppression list, restored from the books; `suppressed`: reasons by address."""

    def __init__(
        self,
        books: Books,
        identities: tuple[str, ...],
        configuration_sets: tuple[str, ...],
        mail_bucket: str = "",
    ) -> None:
        self._books = books
        self._mail_bucket = mail_bucket
        self._built_in = tuple(identity.lower() for identity in identities)
        self.configuration_sets = configuration_sets
        self._lock = threading.Lock()
        self.identities: set[str] = set()
        self.suppressed: dict[str, str] = {}
        self.restore()

    def routes(self, base: str, add: Callable[..., None]) -> None:
        """Register the account's routes."""
        add("POST", "/ses", self.receipt_rules)
        add("GET", f"{base}/identities/{{identity}}", self.get_identity)
        add("POST", f"{base}/identities", self.create_identity)
        add("PUT", f"{base}/suppression/addresses", self.suppress)
        add("GET", f"{base}/suppression/addresses", self.list_suppressed)
        add("GET", f"{base}/suppression/addresses/{{address}}", self.get_suppressed)
        add("DELETE", f"{base}/suppression/addresses/{{address}}", self.unsuppress)
        add("GET", f"{base}/configuration-sets/{{name}}", self.get_configuration_set)
        add("GET", f"{base}/configuration-sets/{{name}}/event-destinations", self.list_destinations)

    def restore(self) -> None:
        """Set identities and the suppression list to what the books say."""
        self.identities = {
            *self._built_in,
            *(entry["identity"] for entry in self._books.read("ses_identities")),
        }
        self.suppressed = {}
        for entry in self._books.read("ses_suppression"):
            if entry["reason"]:
                self.suppressed[entry["address"]] = entry["reason"]
            else:
                self.suppressed.pop(entry["address"], None)

    def is_verified(self, address: str) -> bool:
        """Whether mail may come from an address: it, its domain or a parent domain is verified."""
        labels = address.rpartition("@")[2].split(".")
        parents = {".".join(labels[n:]) for n in range(len(labels) - 1)}
        return address in self.identities or bool(parents & self.identities)

    def check_configuration_set(self, name: str) -> None:
        """Raise NotFoundException for a set that does not exist; any does where none were named."""
        if self.configuration_sets and name not in self.configuration_sets:
            raise ServiceError("NotFoundException", 404, f"Configuration set <{name}> does not exist.")

    def get_identity(self, request: Request) -> Response:
        """GetEmailIdentity."""
        identity = request.params["identity"].lower()
        if identity not in self.identities:
            raise ServiceError("NotFoundException", 404, f"Email identity {identity} does not exist.")
        return json_response(
            {
                "IdentityType": "EMAIL_ADDRESS" if "@" in identity else "DOMAIN",
                "FeedbackForwardingStatus": True,
                "VerifiedForSendingStatus": True,
                "VerificationStatus": "SUCCESS",
                **_signing(identity),
            }
        )

    def receipt_rules(self, request: Request) -> Response:
        """DescribeActiveReceiptRuleSet (SES v1, Query protocol): the rule that answers take."""
        action = parse_qs(request.body.decode()).get("Action", [""])[0]
        if action != "DescribeActiveReceiptRuleSet":
            raise ServiceError("InvalidAction", 400, f"{action} is not played here.")
        recipients = "".join(
            f"<member>reply.{escape(name)}</member>" for name in sorted(self.identities) if "@" not in name
        )
        body = (
            f'<{action}Response xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><{action}Result>'
            "<Metadata><Name>sandbox</Name></Metadata><Rules><member><Name>keep-answers</Name>"
            f"<Enabled>true</Enabled><Recipients>{recipients}</Recipients><Actions><member><S3Action>"
            f"<BucketName>{escape(self._mail_bucket)}</BucketName><ObjectKeyPrefix>inbound/</ObjectKeyPrefix>"
            f"</S3Action></member></Actions></member></Rules></{action}Result></{action}Response>"
        )
        return Response(200, body.encode(), content_type="text/xml")

    def create_identity(self, request: Request) -> Response:
        """CreateEmailIdentity; the invented DNS holds the right records at once."""
        identity = str((request.json() or {}).get("EmailIdentity", "")).lower()
        if identity in self.identities:
            raise ServiceError("AlreadyExistsException", 400, f"Email identity {identity} already exist.")
        self.identities.add(identity)
        self._books.write("ses_identities", identity=identity)
        kind = "EMAIL_ADDRESS" if "@" in identity else "DOMAIN"
        return json_response({"IdentityType": kind, "VerifiedForSendingStatus": True, "DkimAttributes": {}})

    def get_configuration_set(self, request: Request) -> Response:
        """GetConfigurationSet."""
        name = request.params["name"]
        self.check_configuration_set(name)
        return json_response({"ConfigurationSetName": name, "SendingOptions": {"SendingEnabled": True}})

    def list_destinations(self, request: Request) -> Response:
        """GetConfigurationSetEventDestinations: everything is told to the default bus."""
        self.check_configuration_set(request.params["name"])
        bus = {"EventBusArn": "arn:aws:events:us-east-1:000000000000:event-bus/default"}
        told = {
            "Name": "default-bus",
            "Enabled": True,
            "EventBridgeDestination": bus,
            "MatchingEventTypes": list(EVENT_TYPES),
        }
        return json_response({"EventDestinations": [told]})

    def add_suppressed(self, address: str, reason: str) -> None:
        """Put an address on the list; the first reason stays."""
        with self._lock:
            if address.lower() in self.suppressed:
                return
            self.suppressed[address.lower()] = reason
        self._books.write("ses_suppression", address=address.lower(), reason=reason)

    def suppress(self, request: Request) -> Response:
        """PutSuppressedDestination."""
        call = request.json() or {}
        if call.get("Reason") not in ("BOUNCE", "COMPLAINT"):
            raise ServiceError("BadRequestException", 400, "Reason must be BOUNCE or COMPLAINT.")
        self.add_suppressed(str(call.get("EmailAddress", "")), call["Reason"])
        return json_response({})

    def list_suppressed(self, request: Request) -> Response:
        """ListSuppressedDestinations."""
        now = time.time()
        summaries = [
            {"EmailAddress": address, "Reason": reason, "LastUpdateTime": now}
            for address, reason in sorted(self.suppressed.items())
        ]
        return json_response({"SuppressedDestinationSummaries": summaries})

    def get_suppressed(self, request: Request) -> Response:
        """GetSuppressedDestination."""
        address = request.params["address"].lower()
        if address not in self.suppressed:
            raise ServiceError(
                "NotFoundException", 404, f"Email address {address} does not exist on the list."
            )
        found = {"EmailAddress": address, "Reason": self.suppressed[address], "LastUpdateTime": time.time()}
        return json_response({"SuppressedDestination": found})

    def unsuppress(self, request: Request) -> Response:
        """DeleteSuppressedDestination."""
        address = request.params["address"].lower()
        if self.suppressed.pop(address, None) is None:
            raise ServiceError(
                "NotFoundException", 404, f"Email address {address} does not exist on the list."
            )
        self._books.write("ses_suppression", address=address, reason=None)
        return json_response({})


def _signing(identity: str) -> dict[str, Any]:
    """What only a domain has: DKIM tokens and a MAIL FROM domain of its own."""
    if "@" in identity:
        return {"DkimAttributes": {"SigningEnabled": False, "Status": "NOT_STARTED", "Tokens": []}}
    return {
        "DkimAttributes": {
            "SigningEnabled": True,
            "Status": "SUCCESS",
            "Tokens": list(names.dkim_tokens(identity)),
            "SigningAttributesOrigin": "AWS_SES",
        },
        "MailFromAttributes": {
            "MailFromDomain": names.mail_from(identity),
            "MailFromDomainStatus": "SUCCESS",
            "BehaviorOnMxFailure": "USE_DEFAULT_VALUE",
        },
    }
