"""The invented DNS: what the names of this world resolve to, over UDP and TCP on a port of its own.

A domain that SES knows has the records that SES asks for (Easy DKIM, a MAIL FROM domain, DMARC) and a
`reply.` subdomain whose mail goes to SES; a company has a host and a mail server. Nothing else exists.
https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html
"""

import logging
import socketserver
import struct
import threading
from collections.abc import Callable, Iterable
from typing import Any

import dns.flags
import dns.message
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset

from sandbox.seeds import digest

log = logging.getLogger("sandbox.names")

TTL = 60
_PORTS_TRIED = 20
SPF_OF_SES = "v=spf1 ip4:199.255.192.0/22 ip4:199.127.232.0/22 ip4:54.240.0.0/18 -all"
HOST = "192.0.2.80"
MAIL_HOST = "192.0.2.25"
# A public key as it stands in a record; nobody here verifies a signature.
KEY = "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC1"

Records = dict[tuple[str, str], list[str]]


def dkim_tokens(domain: str) -> tuple[str, ...]:
    """The three Easy DKIM tokens of a domain."""
    return tuple(digest("dkim", domain, n) for n in range(3))


def mail_from(domain: str) -> str:
    """The custom MAIL FROM domain of an identity."""
    return f"bounce.{domain}"


def records(identities: Iterable[str], companies: Iterable[str], region: str) -> Records:
    """(name, type) → values, of all names there are."""
    inbound, feedback = f"inbound-smtp.{region}.amazonaws.com", f"feedback-smtp.{region}.amazonses.com"
    found: Records = {
        ("amazonses.com", "TXT"): [f'"{SPF_OF_SES}"'],
        (inbound, "A"): [MAIL_HOST],
        (feedback, "A"): [MAIL_HOST],
    }
    for domain in identities:
        if "@" in domain:
            continue
        # The name that mails come from, as people set it up.
        found[f"mail.{domain}", "A"] = [HOST]
        found[domain, "TXT"] = ['"v=spf1 include:amazonses.com -all"']
        found[mail_from(domain), "MX"] = [f"10 {feedback}."]
        found[mail_from(domain), "TXT"] = ['"v=spf1 include:amazonses.com ~all"']
        found[f"_dmarc.{domain}", "TXT"] = [f'"v=DMARC1; p=quarantine; rua=mailto:dmarc@{domain}"']
        found[f"reply.{domain}", "MX"] = [f"10 {inbound}."]
        for token in dkim_tokens(domain):
            found[f"{token}._domainkey.{domain}", "CNAME"] = [f"{token}.dkim.amazonses.com."]
            found[f"{token}.dkim.amazonses.com", "TXT"] = [f'"{KEY}"']
    for domain in companies:
        found[domain, "A"] = [HOST]
        found[domain, "MX"] = [f"10 mx.{domain}."]
        found[f"mx.{domain}", "A"] = [MAIL_HOST]
    return found


def answer(query: dns.message.Message, known: Records) -> dns.message.Message:
    """What a name server that holds all these records answers."""
    response = dns.message.make_response(query)
    response.flags |= dns.flags.AA | dns.flags.RA
    if not query.question:
        response.set_rcode(dns.rcode.FORMERR)
        return response
    question = query.question[0]
    name, kind = question.name.to_text(omit_final_dot=True).lower(), dns.rdatatype.to_text(question.rdtype)
    exists = False
    for _ in range(4):  # aliases on the way
        exists = exists or any(held == name for held, _ in known)
        values = known.get((name, kind))
        alias = known.get((name, "CNAME")) if kind != "CNAME" else None
        for found, of in ((values, kind), (alias, "CNAME")):
            if found:
                response.answer.append(dns.rrset.from_text(f"{name}.", TTL, "IN", of, *found))
        if values or not alias:
            break
        name = alias[0].rstrip(".")
    # Names above a record exist too, and have nothing of their own (RFC 8020).
    if not exists and not any(held.endswith(f".{name}") for held, _ in known):
        response.set_rcode(dns.rcode.NXDOMAIN)
    return response


class NameServer:
    """Listens on a port until `stop`; `known` is asked anew for each question."""

    def __init__(self, bind: str, port: int, known: Callable[[], Records]) -> None:
        self._known = known
        reply = self._reply

        class Datagram(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                data, socket = self.request
                if (said := reply(data)) is not None:
                    socket.sendto(said, self.client_address)

        class Stream(socketserver.StreamRequestHandler):
            timeout = 5

            def handle(self) -> None:
                length = struct.unpack("!H", self.rfile.read(2))[0]
                if (said := reply(self.rfile.read(length))) is not None:
                    self.wfile.write(struct.pack("!H", len(said)) + said)

        self._datagrams, self._streams = _listening(bind, port, Datagram, Stream)
        self.port = int(self._datagrams.server_address[1])
        self._threads: list[threading.Thread] = []

    def _reply(self, data: bytes) -> bytes | None:
        try:
            return answer(dns.message.from_wire(data), self._known()).to_wire()
        except Exception:
            log.exception("no answer to a question")
            return None

    @property
    def _servers(self) -> tuple[Any, Any]:
        return self._datagrams, self._streams

    def start(self) -> None:
        """Listen."""
        for server in self._servers:
            server.daemon_threads = True
            thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="dns", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Stop listening."""
        for server in self._servers:
            if self._threads:
                server.shutdown()
            server.server_close()
        for thread in self._threads:
            thread.join()


def _listening(
    bind: str,
    port: int,
    datagram: type[socketserver.BaseRequestHandler],
    stream: type[socketserver.BaseRequestHandler],
) -> tuple[socketserver.ThreadingUDPServer, socketserver.ThreadingTCPServer]:
    """Both on one port. A free one of the first kind may be taken in the second: then another is tried."""
    for attempt in range(_PORTS_TRIED):
        datagrams = socketserver.ThreadingUDPServer((bind, port), datagram)
        try:
            return datagrams, socketserver.ThreadingTCPServer((bind, datagrams.server_address[1]), stream)
        except OSError:
            datagrams.server_close()
            if port or attempt + 1 == _PORTS_TRIED:
                raise
    raise AssertionError("unreachable")
