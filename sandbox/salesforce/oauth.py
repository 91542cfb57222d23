"""The OAuth 2.0 JWT bearer flow (RFC 7523): an assertion signed with the connected app's key for an access
token."""

import base64
import binascii
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
LONGEST_LIFE_SECONDS = 300


class Refused(Exception):
    """The token endpoint's refusal: `error` and `error_description` of its JSON."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error
        self.description = description


class ConnectedApp:
    """The app: its consumer key, the user it is approved for, and its key pair, made at the first start.

    Files: `salesforce_private.pem` (PKCS 8, mode 600; what the client signs with) and
    `salesforce_public.pem`.
    """

    def __init__(self, folder: Path, consumer_key: str, username: str, audiences: tuple[str, ...]) -> None:
        self.consumer_key = consumer_key
        self.username = username
        self.audiences = audiences
        private = folder / "salesforce_private.pem"
        if not private.exists():
            folder.mkdir(parents=True, exist_ok=True)
            _make_pair(private, folder / "salesforce_public.pem")
        key = serialization.load_pem_private_key(private.read_bytes(), None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise TypeError(f"{private} is not an RSA key")
        self._public = key.public_key()

    def check(self, assertion: str, now: datetime) -> None:
        """Refuse an assertion that Salesforce would refuse; raises `Refused`."""
        try:
            head, body, signature = assertion.split(".")
            header, claims = json.loads(_decode(head)), json.loads(_decode(body))
            signed = _decode(signature)
        except (ValueError, binascii.Error) as error:
            raise Refused("invalid_grant", "invalid assertion") from error
        if not isinstance(claims, dict) or not isinstance(header, dict):
            raise Refused("invalid_grant", "invalid assertion")
        if claims.get("iss") != self.consumer_key:
            raise Refused("invalid_client_id", "client identifier invalid")
        if header.get("alg") != "RS256":
            raise Refused("invalid_grant", "algorithm in JWT header is not supported")
        try:
            self._public.verify(signed, f"{head}.{body}".encode(), padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature as error:
            raise Refused("invalid_grant", "invalid assertion signature") from error
        self._check_claims(claims, now)

    def _check_claims(self, claims: dict[str, Any], now: datetime) -> None:
        audience = claims.get("aud")
        if audience not in self.audiences:
            raise Refused("invalid_grant", "audience is invalid")
        expires = claims.get("exp")
        if not isinstance(expires, (int, float)):
            raise Refused("invalid_grant", "expiration time is missing")
        if expires < now.timestamp():
            raise Refused("invalid_grant", "assertion has expired")
        if expires > now.timestamp() + LONGEST_LIFE_SECONDS:
            raise Refused("invalid_grant", "assertion expires too far in the future")
        if claims.get("sub") != self.username:
            raise Refused("invalid_grant", "user hasn't approved this consumer")


def _make_pair(private: Path, public: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    partial = private.with_suffix(".part")
    partial.touch(mode=0o600)
    partial.write_bytes(pem)
    public.write_bytes(
        key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )
    partial.replace(private)


def _decode(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
