"""What DNS says: where answers go (MX), who may send (SPF), who signs (DKIM), what receivers do (DMARC).

Records are read by ``checkdmarc``; what is looked for is what Gmail, Yahoo and Microsoft ask of senders:
SPF and DKIM, and DMARC that passes because one of the two is aligned with the From domain (RFC 7489 3.1).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

from cli.doctor.finding import Finding, fail, ok, unknown, warn
from scrapers.domains import registrable_domain

if TYPE_CHECKING:
    from dns.resolver import Resolver

Mode = Literal["r", "s"]
_SECONDS = 4.0
_MOST_LOOKUPS = 10  # of an SPF record: RFC 7208 4.6.4
_MANY_LOOKUPS = 8


def resolver(port: int | None) -> Resolver:
    """This machine's resolver, or the name server of a local stage on ``port``."""
    from dns.resolver import Resolver

    made = Resolver(configure=port is None)
    if port is not None:
        made.nameservers = ["127.0.0.1"]
        made.port = port
    made.lifetime = _SECONDS
    return made


def reply_domain(domain: str, region: str, dns: Resolver) -> Finding:
    """Answers reach SES in this region. https://docs.aws.amazon.com/ses/latest/dg/receiving-email-mx-record.html"""
    wanted = f"inbound-smtp.{region}.amazonaws.com"
    fix = f"add at your DNS provider: {domain}  MX  10 {wanted}"
    found = _ask(dns, domain, "MX")
    if isinstance(found, Finding):
        return found._replace(check="MX", about=domain)
    if not found:
        return fail("MX", domain, "no mail server: no answer can arrive", fix)
    servers = [text.split()[-1].rstrip(".").lower() for text in found]
    if wanted not in servers:
        return fail("MX", domain, f"answers go to {', '.join(servers)}, not to SES in {region}", fix)
    if len(servers) > 1:
        return warn("MX", domain, f"some answers may go to {', '.join(servers)}", f"leave only {wanted}")
    return ok("MX", domain, f"answers go to {wanted}")


def spf(mail_from: str, dns: Resolver) -> Finding:
    """The envelope's domain lets SES send. https://docs.aws.amazon.com/ses/latest/dg/mail-from.html"""
    fix = f'add at your DNS provider: {mail_from}  TXT  "v=spf1 include:amazonses.com ~all"'
    found = _checked(lambda: _spf(mail_from, dns), "SPF", mail_from)
    if isinstance(found, Finding):
        return found
    if not found.get("record"):
        return fail("SPF", mail_from, "no SPF record", fix)
    if not found.get("valid"):
        return fail("SPF", mail_from, f"receivers can't use it: {found.get('error')}", fix)
    parsed = found["parsed"]
    named = {str(term["value"]) for term in parsed["mechanisms"] if term["mechanism"] == "include"}
    if "amazonses.com" not in named and (parsed.get("redirect") or {}).get("domain") != "amazonses.com":
        return fail("SPF", mail_from, f"SES is not among the senders: {found['record']}", fix)
    if parsed.get("all") in ("pass", "neutral", None):
        return warn("SPF", mail_from, "it lets anybody send in your name", "end the record with ~all")
    lookups = int(found.get("dns_lookups") or 0)
    if lookups >= _MANY_LOOKUPS:
        said = f"{lookups} look-ups of the {_MOST_LOOKUPS} that are allowed"
        return warn("SPF", mail_from, said, "take out what no longer sends for you")
    return ok("SPF", mail_from, str(found["record"]))


def dkim(domain: str, tokens: list[str], dns: Resolver) -> Finding:
    """Each Easy DKIM record points to SES. https://docs.aws.amazon.com/ses/latest/dg/send-email-authentication-dkim-easy.html"""
    missing = []
    for token in tokens:
        found = _ask(dns, f"{token}._domainkey.{domain}", "CNAME")
        if isinstance(found, Finding):
            return found._replace(check="DKIM", about=domain)
        # Regions that came later sign under names of their own, such as token.dkim.eu-south-1.amazonses.com.
        if not any(text.startswith(f"{token}.dkim.") and "amazonses.com" in text for text in found):
            missing.append(f"{token}._domainkey.{domain}  CNAME  {token}.dkim.amazonses.com")
    if missing:
        return fail(
            "DKIM", domain, f"{len(missing)} of {len(tokens)} records are missing",
            "add at your DNS provider: " + "; ".join(missing),
        )  # fmt: skip
    return ok("DKIM", domain, f"{len(tokens)} records point to SES")


def dmarc(domain: str, dns: Resolver) -> tuple[Finding, Mode, Mode]:
    """The From domain's policy, with the strictness of DKIM's and of SPF's alignment."""
    root = _root(domain)
    fix = f'add at your DNS provider: _dmarc.{root}  TXT  "v=DMARC1; p=none; rua=mailto:dmarc@{root}"'
    found = _checked(lambda: _dmarc(domain, dns), "DMARC", domain)
    if isinstance(found, Finding):
        return found, "r", "r"
    if not found.get("record"):
        return fail("DMARC", domain, str(found.get("error") or "no DMARC record"), fix), "r", "r"
    if not found.get("valid"):
        return fail("DMARC", domain, f"receivers can't use it: {found.get('error')}", fix), "r", "r"
    tags = {name: tag["value"] for name, tag in found["tags"].items()}
    adkim, aspf = _mode(tags.get("adkim")), _mode(tags.get("aspf"))
    if not tags.get("rua"):
        said = f"p={tags['p']}, and nobody is sent the reports"
        return warn("DMARC", domain, said, f"add rua=mailto:dmarc@{root} to the record"), adkim, aspf
    return ok("DMARC", domain, f"p={tags['p']}, found at {found['location']}"), adkim, aspf


def alignment(domain: str, signer: str, mail_from: str, adkim: Mode, aspf: Mode) -> Finding:
    """Whether DMARC passes: DKIM's ``d=`` or the MAIL FROM domain belongs to the From domain.

    ``signer`` and ``mail_from`` are empty where SES signs or bounces under its own name.
    """
    signed, sent = aligned(domain, signer, adkim), aligned(domain, mail_from, aspf)
    if signed and sent:
        return ok("alignment", domain, f"DKIM signs as {signer}, and bounces go to {mail_from}")
    fix_dkim = f"verify the domain {_root(domain)} in SES with Easy DKIM"
    fix_spf = f"give the identity a MAIL FROM domain below {_root(domain)}"
    if signed:
        return warn("alignment", domain, "DKIM passes DMARC; SPF does not", fix_spf)
    if sent:
        return warn(
            "alignment", domain, "SPF passes DMARC; DKIM does not, and forwarding breaks SPF", fix_dkim
        )
    return fail("alignment", domain, "neither DKIM nor SPF passes DMARC", fix_dkim)


def aligned(domain: str, other: str, mode: Mode) -> bool:
    """Strictly the same domain, or (relaxed) the same registrable domain."""
    if not other:
        return False
    if domain.lower() == other.lower():
        return True
    return mode == "r" and (_root(domain)) == (_root(other))


def _root(domain: str) -> str:
    return registrable_domain(domain) or domain


def _spf(domain: str, dns: Resolver) -> Any:
    from checkdmarc.spf import check_spf

    return check_spf(domain, resolver=dns, timeout=_SECONDS)


def _dmarc(domain: str, dns: Resolver) -> Any:
    from checkdmarc.dmarc import check_dmarc

    return check_dmarc(domain, resolver=dns, timeout=_SECONDS, ignore_unrelated_records=True)


def _mode(value: object) -> Mode:
    return "s" if value == "s" else "r"


def _checked(ask: Callable[[], Any], check: str, about: str) -> dict[str, Any] | Finding:
    """The library tells most troubles in its answer; a resolver that is silent raises."""
    from dns.exception import DNSException

    try:
        return dict(ask())
    except DNSException as error:
        return unknown(check, about, f"DNS gave no answer: {type(error).__name__}", "try again")


def _ask(dns: Resolver, name: str, kind: str) -> list[str] | Finding:
    from dns.exception import DNSException
    from dns.resolver import NXDOMAIN, NoAnswer

    try:
        return [record.to_text().lower() for record in dns.resolve(name, kind)]
    except (NXDOMAIN, NoAnswer):
        return []
    except DNSException as error:
        return unknown(kind, name, f"DNS gave no answer: {type(error).__name__}", "try again")
