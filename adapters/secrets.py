"""Secrets Manager: JSON secrets by short name, kept in the process for a few minutes.

A stage's secrets share a prefix: ``secret("salesforce")`` reads ``beckon/<stage>/salesforce``. A rotated
secret is seen within ``max_age``; in between, a warm function asks nobody.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from botocore.exceptions import ClientError

MAX_AGE = timedelta(minutes=5)


class SecretsClient(Protocol):
    """The one call used of boto3's ``secretsmanager`` client."""

    def get_secret_value(self, *, SecretId: str) -> Mapping[str, Any]: ...


class MissingSecret(Exception):
    """A secret, or a field of it, does not exist. The text says what to create; it never holds a value."""


class Secrets:
    """Read JSON secrets under one prefix, each at most once in ``max_age``.

    ``client`` is a function, so that a handler that needs no secret builds no client.
    """

    def __init__(
        self,
        client: Callable[[], SecretsClient],
        prefix: str,
        now: Callable[[], datetime],
        max_age: timedelta = MAX_AGE,
    ) -> None:
        self._client = client
        self._prefix = prefix.rstrip("/")
        self._now = now
        self._max_age = max_age
        self._held: dict[str, tuple[datetime, dict[str, str]]] = {}

    def secret(self, name: str) -> dict[str, str]:
        """The fields of the secret ``<prefix>/<name>``.

        Raises ``MissingSecret`` when there is none, or when it is not a JSON object of strings.
        """
        held = self._held.get(name)
        if held is not None and self._now() - held[0] < self._max_age:
            return held[1]
        fields = self._fetch(f"{self._prefix}/{name}")
        self._held[name] = (self._now(), fields)
        return fields

    def field(self, name: str, key: str) -> str:
        """One field of a secret. Raises ``MissingSecret`` when it is absent or empty."""
        value = self.secret(name).get(key, "")
        if not value:
            raise MissingSecret(f'the secret {self._prefix}/{name} has no field "{key}": add it')
        return value

    def forget(self, name: str) -> None:
        """Read the secret anew the next time: it was refused by the service it is for."""
        self._held.pop(name, None)

    def _fetch(self, full_name: str) -> dict[str, str]:
        try:
            answer = self._client().get_secret_value(SecretId=full_name)
        except ClientError as error:
            if error.response["Error"]["Code"] == "ResourceNotFoundException":
                raise MissingSecret(f"create the secret {full_name} (JSON) in Secrets Manager") from None
            raise
        try:
            fields = json.loads(answer["SecretString"])
        except (KeyError, ValueError):
            # ``from None``: json's error quotes the document, and a traceback ends in a log.
            raise MissingSecret(f"the secret {full_name} is not JSON text") from None
        if not isinstance(fields, dict) or not all(isinstance(v, str) for v in fields.values()):
            raise MissingSecret(f"the secret {full_name} is not a JSON object of strings")
        return fields
