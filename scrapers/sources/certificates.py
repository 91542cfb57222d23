"""Certificate transparency: companies that have a certificate for a name, as crt.sh lists them.

https://crt.sh/?q=%25.myshopify.com&output=json&exclude=expired&deduplicate=Y — a list of certificates, each
with ``name_value``: its names, one a line, wildcards among them. A name of a company that the public logs
show is no secret, but the service is slow, often answers 502 or an HTML page, and refuses what matches too
much: ask for narrow names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from outreach.sources import CertificateSource
from scrapers.sources.found import BadAnswer, Found, reduce
from scrapers.sources.walk import Answer, Reading, Request, Service, check, numbers, parse_json

NAME = "certificates"
PATH = "/"


def parse(body: bytes) -> Found:
    """The companies of a list of certificates; ``where`` is the certificate's place, counted from 1.

    Names that are no hosts (a mail address, a company's name) are refused as invalid. Raises ``BadAnswer``
    for anything but a list.
    """
    certificates = parse_json(body)
    if not isinstance(certificates, list):
        raise BadAnswer("the answer is no list of certificates")
    return reduce(_names(certificates))


def _names(certificates: list[Any]) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for number, certificate in enumerate(certificates, 1):
        value = certificate.get("name_value") if isinstance(certificate, dict) else None
        for line in value.splitlines() if isinstance(value, str) else [""]:
            name = line.strip().lower().removeprefix("*.")
            # An address's domain is where its owner gets mail, not a name that was certified.
            name = "" if "@" in name else name
            if name not in seen:  # certificates are renewed every few weeks, each time with the same names
                seen.add(name)
                yield number, name


class CertificatesWalk:
    """One answer a name. A place is the number of the name."""

    def __init__(self, source: CertificateSource) -> None:
        self._names = source.names

    def request(self, place: str | None) -> Request | None:
        (number,) = numbers(place, 1)
        if number >= len(self._names):
            return None
        params = {"q": self._names[number], "output": "json", "exclude": "expired", "deduplicate": "Y"}
        return Request(Service.CERTIFICATES, PATH, params)

    def read(self, place: str | None, answer: Answer) -> Reading:
        (number,) = numbers(place, 1)
        check(answer, "crt.sh")
        following = str(number + 1) if number + 1 < len(self._names) else None
        return Reading(parse(answer.body), following)


def walk(source: CertificateSource) -> CertificatesWalk:
    return CertificatesWalk(source)
