"""A search of certificate transparency logs with the interface of crt.sh.

`GET /?q=%.example&output=json`: a certificate a company, with its names one a line, wildcards among them. As
slow and unreliable as one wants it, by faults.
"""

from collections.abc import Callable
from typing import Any

from sandbox.books import Books
from sandbox.faults import Faults
from sandbox.seeds import Seed
from sandbox.web import Request, Response, json_response
from sandbox.world import World


class Certificates:
    """The service."""

    def __init__(self, world: World, books: Books, faults: Faults, seed: Seed) -> None:
        self._world = world
        self._books = books
        self._faults = faults
        self._seed = seed

    def routes(self, add: Callable[..., None]) -> None:
        """Register the service's routes."""
        add("GET", "/certificates/", self.search)

    def search(self, request: Request) -> Response:
        """All certificates for a name."""
        if self._faults.take("certificates", "down"):
            return Response(
                502, b"<html><h1>502 Bad Gateway</h1><center>nginx</center></html>", (), "text/html"
            )
        if self._faults.take("certificates", "garbage"):
            return Response(
                200, b"<!DOCTYPE html><html><title>crt.sh | ERROR!</title></html>", (), "text/html"
            )
        name = request.one("q")
        if request.one("output") != "json" or not name:
            return Response(200, b"<html><title>crt.sh</title></html>", (), "text/html; charset=UTF-8")
        suffix = name.removeprefix("%").lower()
        found = [
            self._certificate(company.domain)
            for company in self._world.companies
            if company.domain.endswith(suffix) or f".{company.domain}" == suffix
        ]
        self._books.write("searches", query=name, count=0, offset=0, results=len(found))
        return json_response(found)

    def _certificate(self, domain: str) -> dict[str, Any]:
        number = int(self._seed.id("certificate", domain)[:8], 16)
        return {
            "issuer_ca_id": 295815,
            "issuer_name": "C=XX, O=Sandbox Trust, CN=S1",
            "common_name": domain,
            "name_value": f"{domain}\n*.{domain}\nwww.{domain}",
            "id": number,
            "entry_timestamp": "2026-10-01T08:00:00.000",
            "not_before": "2026-10-01T07:00:00",
            "not_after": "2026-12-30T06:59:59",
            "serial_number": f"{number:032x}",
            "result_count": 3,
        }
