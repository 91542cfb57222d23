"""What Amazon SES says: the account, the identities that mails come from, events, and answers.

https://docs.aws.amazon.com/ses/latest/APIReference-V2/Welcome.html
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from cli.doctor.finding import Finding, fail, ok, unknown, warn

INBOUND = "inbound/"
_WANTED_EVENTS = frozenset({"SEND", "DELIVERY", "BOUNCE", "COMPLAINT", "REJECT"})
_FULL = 0.8  # share of a day's quota that is worth a word


class Identity(NamedTuple):
    """What SES signs and bounces as, for mails of a From domain. Empty: under its own name."""

    name: str = ""
    signer: str = ""
    tokens: tuple[str, ...] = ()
    mail_from: str = ""


def account(client: Any, planned: int) -> list[Finding]:
    """Sending, standing, sandbox and quota. ``planned``: mails a day that all senders' caps allow."""
    answer = _try(lambda: client.get_account(), "SES account", "account")
    if isinstance(answer, Finding):
        return [answer]
    return [_standing(answer), _sandbox(answer), _quota(answer, planned), _suppression(answer)]


def _standing(answer: Mapping[str, Any]) -> Finding:
    status = str(answer.get("EnforcementStatus", ""))
    if not answer.get("SendingEnabled"):
        fix = (
            "find out why in the SES console (Account dashboard), answer the case there, then resume sending"
        )
        return fail("SES account", "account", f"sending is paused ({status})", fix)
    if status != "HEALTHY":
        fix = "read the case in the AWS Support Center, and look at `beckon senders list`"
        return warn("SES account", "account", f"under review: {status}", fix)
    return ok("SES account", "account", "healthy, sending is on")


def _sandbox(answer: Mapping[str, Any]) -> Finding:
    if answer.get("ProductionAccessEnabled"):
        return ok("sandbox", "account", "out of the SES sandbox")
    return fail(
        "sandbox", "account", "in the SES sandbox: only verified recipients, 200 mails a day, one a second",
        "request production access: aws sesv2 put-account-details --production-access-enabled …",
    )  # fmt: skip


def _quota(answer: Mapping[str, Any], planned: int) -> Finding:
    quota = answer.get("SendQuota") or {}
    most, sent = float(quota.get("Max24HourSend", 0)), float(quota.get("SentLast24Hours", 0))
    said = f"{sent:.0f} of {most:.0f} mails in 24 hours, {float(quota.get('MaxSendRate', 0)):.0f} a second"
    if most < 0:  # no limit
        return ok("quota", "account", f"{sent:.0f} mails in 24 hours, without a limit")
    more = "ask for more in Service Quotas (SES, sending quota)"
    if sent >= _FULL * most:
        return warn("quota", "account", said, f"{more}; mails over it are put off to the next day")
    if planned > most:
        return warn(
            "quota", "account", f"{said}; campaigns may send {planned} a day", f"{more}, or lower the caps"
        )
    return ok("quota", "account", said)


def _suppression(answer: Mapping[str, Any]) -> Finding:
    reasons = set((answer.get("SuppressionAttributes") or {}).get("SuppressedReasons") or ())
    if reasons >= {"BOUNCE", "COMPLAINT"}:
        return ok("SES suppression", "account", "SES keeps its own list of bounces and complaints too")
    return warn(
        "SES suppression", "account", "SES does not keep a list of bounces and complaints",
        "aws sesv2 put-account-suppression-attributes --suppressed-reasons BOUNCE COMPLAINT",
    )  # fmt: skip


def identity(client: Any, address: str) -> tuple[Identity, list[Finding]]:
    """The identity that a From address uses: itself, its domain, or a parent of that; with its findings."""
    domain = address.rpartition("@")[2].lower()
    labels = domain.split(".")
    for name in (address, *(".".join(labels[n:]) for n in range(len(labels) - 1))):
        ask = partial(client.get_email_identity, EmailIdentity=name)
        answer = _try(ask, "SES identity", name, missing="NotFoundException")
        if isinstance(answer, Finding):
            return Identity(), [answer]
        if answer is not None:
            return _identity(name, answer)
    return Identity(), [
        fail(
            "SES identity", domain, f"SES knows neither {address} nor its domain",
            f"aws sesv2 create-email-identity --email-identity {domain}, then add the records that it names",
        )
    ]  # fmt: skip


def _identity(name: str, answer: Mapping[str, Any]) -> tuple[Identity, list[Finding]]:
    signing, envelope = answer.get("DkimAttributes") or {}, answer.get("MailFromAttributes") or {}
    signs = bool(signing.get("SigningEnabled")) and signing.get("Status") == "SUCCESS" and "@" not in name
    mail_from = str(envelope.get("MailFromDomain") or "")
    in_use = mail_from if envelope.get("MailFromDomainStatus") == "SUCCESS" else ""
    found = Identity(name, name if signs else "", tuple(signing.get("Tokens") or ()), in_use)
    if not answer.get("VerifiedForSendingStatus"):
        said = f"not verified: {answer.get('VerificationStatus', 'unknown')}"
        return found, [
            fail("SES identity", name, said, "add the DNS records that the SES console shows for it")
        ]
    findings = [ok("SES identity", name, "verified")]
    if not signs:
        said = f"mails are not signed as {name}: {signing.get('Status', 'off')}"
        findings.append(fail("DKIM", name, said, "verify the domain with Easy DKIM, and turn signing on"))
    if mail_from and not in_use:
        said = f"{mail_from} is set and not usable: {envelope.get('MailFromDomainStatus')}"
        findings.append(warn("MAIL FROM", name, said, f"add the MX and SPF records of {mail_from}"))
    return found, findings


def configuration(client: Any, name: str) -> list[Finding]:
    """The configuration set sends, and its events reach the bus."""
    answer = _try(lambda: client.get_configuration_set(ConfigurationSetName=name), "configuration set", name)
    if isinstance(answer, Finding):
        return [answer]
    if not (answer.get("SendingOptions") or {}).get("SendingEnabled", True):
        command = "aws sesv2 put-configuration-set-sending-options --sending-enabled"
        fix = f"{command} --configuration-set-name {name}"
        return [fail("configuration set", name, "sending is paused for it", fix)]
    findings = [ok("configuration set", name, "sending is on")]
    listed = _try(
        lambda: client.get_configuration_set_event_destinations(ConfigurationSetName=name), "SES events", name
    )
    if isinstance(listed, Finding):
        return [*findings, listed]
    told = {
        kind
        for one in listed.get("EventDestinations", [])
        if one.get("Enabled") and "EventBridgeDestination" in one
        for kind in one.get("MatchingEventTypes", [])
    }
    if missing := sorted(_WANTED_EVENTS - told):
        said = f"nobody is told of {', '.join(missing)}"
        return [
            *findings,
            fail("SES events", name, said, "deploy the stage again: the template sets them up"),
        ]
    return [*findings, ok("SES events", name, "deliveries, bounces and complaints reach the bus")]


def receipt(client: Any, domain: str, bucket: str, stage: str) -> Finding:
    """The active receipt rules put the answers into the mail bucket."""
    answer = _try(lambda: client.describe_active_receipt_rule_set(), "receipt rule", domain)
    if isinstance(answer, Finding):
        return answer
    activate = f"aws ses set-active-receipt-rule-set --rule-set-name beckon-{stage}"
    rules: Sequence[Mapping[str, Any]] = answer.get("Rules") or []
    if not rules:
        return fail("receipt rule", domain, "no receipt rules are active", activate)
    fitting = [rule for rule in rules if _takes(rule, domain)]
    if not fitting:
        active = (answer.get("Metadata") or {}).get("Name", "")
        return fail("receipt rule", domain, f"the active rules ({active}) don't take its mail", activate)
    stores = [
        action["S3Action"] for rule in fitting for action in rule.get("Actions", []) if "S3Action" in action
    ]
    if not any(s["BucketName"] == bucket and s.get("ObjectKeyPrefix", "") == INBOUND for s in stores):
        said = f"its rule does not store answers under {INBOUND} in {bucket}"
        return fail("receipt rule", domain, said, "deploy the stage with hasInboundMail: 'true'")
    return ok("receipt rule", domain, f"answers are stored in {bucket}")


def _takes(rule: Mapping[str, Any], domain: str) -> bool:
    """A rule without recipients takes everything; ``.example.com`` takes the subdomains."""
    wanted = [str(one).lower() for one in rule.get("Recipients") or []]
    host = domain.lower()
    fits = not wanted or any(host == one or (one.startswith(".") and host.endswith(one)) for one in wanted)
    return bool(rule.get("Enabled")) and fits


def _try(ask: Callable[[], Any], check: str, about: str, missing: str = "") -> Any:
    """The answer; a ``Finding`` instead of a refusal; ``None`` where it says that there is no such thing."""
    try:
        return ask()
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if missing and code == missing:
            return None
        if code in ("AccessDenied", "AccessDeniedException"):
            return unknown(check, about, "your credentials may not look", f"allow {error.operation_name}")
        return fail(check, about, f"SES answers {code}", "deploy the stage, or set AWS_REGION to its region")
    except BotoCoreError as error:
        return unknown(check, about, f"SES is out of reach: {type(error).__name__}", "look at the network")
