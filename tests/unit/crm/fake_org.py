"""A Salesforce org behind ``requests``: it checks the login's signature and keeps records by id."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import jwt
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from requests.adapters import BaseAdapter

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PRIVATE_PEM = KEY.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
).decode()


@dataclass
class FakeOrg(BaseAdapter):
    """Answers what is put into ``answers`` (status, body) in order; logs every request."""

    instance_url: str = "https://example.my.salesforce.com"
    answers: list[tuple[int, Any]] = field(default_factory=list)
    asked: list[requests.PreparedRequest] = field(default_factory=list)
    timeouts: list[Any] = field(default_factory=list)
    logins: list[dict[str, Any]] = field(default_factory=list)
    login_answer: tuple[int, Any] | None = None

    def session(self, session: requests.Session) -> requests.Session:
        session.mount("https://", self)
        session.mount("http://", self)
        return session

    def send(self, request, stream=False, timeout=None, verify=True, cert=None, proxies=None):
        self.timeouts.append(timeout)
        if request.url.endswith("/services/oauth2/token"):
            return self._log_in(request)
        self.asked.append(request)
        status, body = self.answers.pop(0)
        if isinstance(body, Exception):
            raise body
        return _answer(request, status, body)

    def close(self) -> None:
        pass

    def _log_in(self, request):
        if self.login_answer is not None:
            return _answer(request, *self.login_answer)
        form = parse_qs(request.body)
        assert form["grant_type"] == ["urn:ietf:params:oauth:grant-type:jwt-bearer"]
        claims = jwt.decode(
            form["assertion"][0],
            KEY.public_key(),
            algorithms=["RS256"],
            options={"verify_aud": False, "verify_exp": False},
        )
        self.logins.append(claims | {"url": request.url})
        token = f"session-{len(self.logins)}"
        return _answer(request, 200, {"access_token": token, "instance_url": self.instance_url})

    def query(self, number: int = -1) -> str:
        return parse_qs(urlsplit(self.asked[number].url).query)["q"][0]

    def path(self, number: int = -1) -> str:
        return unquote(urlsplit(self.asked[number].url).path)

    def sent(self, number: int = -1) -> dict[str, Any]:
        return json.loads(self.asked[number].body)


def _answer(request, status, body):
    response = requests.Response()
    response.status_code = status
    response.url = request.url
    response.request = request
    response._content = b"" if body is None else json.dumps(body).encode()
    response.headers["Sforce-Limit-Info"] = "api-usage=18/5000"
    response.headers["Content-Type"] = "application/json"
    return response


def fault(code: str, status: int = 400) -> tuple[int, Any]:
    return status, [{"message": f"{code} happened", "errorCode": code}]


def records(*found: dict[str, Any]) -> tuple[int, Any]:
    rows = [{"attributes": {"type": "Lead", "url": "/x"}} | row for row in found]
    return 200, {"totalSize": len(rows), "done": True, "records": rows}
