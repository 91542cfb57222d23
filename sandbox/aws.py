"""What the outside services do to the account: put events on the default bus, mail into the bucket, invoke
Lex's fulfilment function. The only module that talks to AWS, behind an interface small enough to fake in a
test.
"""

import json
import threading
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol


class Account(Protocol):
    """The account as the outside services see it."""

    def put_event(
        self, source: str, detail_type: str, detail: dict[str, Any], resources: list[str], at: datetime
    ) -> str:
        """Put one event on the default bus; returns its id. Raises when the bus refuses it."""
        ...

    def put_mail(self, key: str, body: bytes) -> None:
        """Store an inbound message in the mail bucket, as SES's S3 action does."""
        ...

    def invoke_lex(self, event: dict[str, Any]) -> dict[str, Any]:
        """Call the bot's Lambda and return its answer. Raises `LexFunctionError` when the function failed."""
        ...


class LexFunctionError(Exception):
    """The bot's Lambda returned an error instead of a turn."""


class BotoAccount:
    """The account over boto3; credentials come from the environment like any client's."""

    def __init__(self, endpoint: str, region: str, mail_bucket: str, lex_function: str) -> None:
        self._endpoint = endpoint
        self._region = region
        self._bucket = mail_bucket
        self._lex_function = lex_function
        self._lock = threading.Lock()

    def _client(self, service: str) -> Any:
        import boto3
        from botocore.config import Config

        config = Config(
            retries={"max_attempts": 4, "mode": "standard"},
            connect_timeout=5,
            read_timeout=40,
            max_pool_connections=16,
            s3={"addressing_style": "path"},
        )
        with self._lock:  # creating clients of the default session from several threads is not safe
            return boto3.client(service, region_name=self._region, endpoint_url=self._endpoint, config=config)

    @cached_property
    def _events(self) -> Any:
        return self._client("events")

    @cached_property
    def _s3(self) -> Any:
        return self._client("s3")

    @cached_property
    def _lambda(self) -> Any:
        return self._client("lambda")

    def put_event(
        self, source: str, detail_type: str, detail: dict[str, Any], resources: list[str], at: datetime
    ) -> str:
        """See `Account.put_event`."""
        answer = self._events.put_events(
            Entries=[
                {
                    "Source": source,
                    "DetailType": detail_type,
                    "Detail": json.dumps(detail),
                    "Resources": resources,
                    "Time": at,
                }
            ]
        )
        if answer["FailedEntryCount"]:
            raise RuntimeError(f"the bus refused an event: {answer['Entries'][0]}")
        return str(answer["Entries"][0]["EventId"])

    def put_mail(self, key: str, body: bytes) -> None:
        """See `Account.put_mail`."""
        self._s3.put_object(Bucket=self._bucket, Key=key, Body=body)

    def invoke_lex(self, event: dict[str, Any]) -> dict[str, Any]:
        """See `Account.invoke_lex`."""
        answer = self._lambda.invoke(FunctionName=self._lex_function, Payload=json.dumps(event).encode())
        payload = answer["Payload"].read().decode("utf-8", "replace")
        if answer.get("FunctionError"):
            raise LexFunctionError(payload[:500])
        turn = json.loads(payload or "null")
        if not isinstance(turn, dict):
            raise LexFunctionError(f"not a Lex response: {payload[:200]}")
        return turn

    def close(self) -> None:
        """Close the clients' connections."""
        for name in ("_events", "_s3", "_lambda"):
            if name in self.__dict__:
                self.__dict__[name].close()
