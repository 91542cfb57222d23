"""The mail bucket: raw messages as SES stored them, and the lists of domains that campaigns bring."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

INBOUND = "inbound/"
LISTS = "lists/"
MOST_BYTES = 40 * 1024 * 1024  # the largest message that SES stores (S3Action)


class TooLarge(ValueError):
    """The object is larger than anything that belongs into this bucket."""


class MailBucket:
    """``client`` is ``boto3.client("s3")``."""

    def __init__(self, client: Any, name: str) -> None:
        self._client = client
        self.name = name

    def get(self, key: str) -> bytes:
        """An object's bytes. Raises ``KeyError`` when it is not there, ``TooLarge`` above 40 MB."""
        try:
            answer = self._client.get_object(Bucket=self.name, Key=key)
        except self._client.exceptions.NoSuchKey as error:
            raise KeyError(key) from error
        if answer["ContentLength"] > MOST_BYTES:
            raise TooLarge(f"{answer['ContentLength']} bytes")
        return bytes(answer["Body"].read())

    def put(self, key: str, body: bytes, content_type: str = "application/octet-stream") -> None:
        self._client.put_object(Bucket=self.name, Key=key, Body=body, ContentType=content_type)

    def keys(self, prefix: str) -> Iterator[str]:
        """The keys under a prefix, in order."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=prefix)
        for page in pages:
            for found in page.get("Contents", []):
                yield found["Key"]
