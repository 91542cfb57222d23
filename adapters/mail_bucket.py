"""The mail bucket: raw messages as SES stored them, campaigns' lists of domains, and answers of sources."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

INBOUND = "inbound/"
LISTS = "lists/"
FOUND = "found/"
"""Companies of one answer of a source that a run takes in several steps."""
MOST_BYTES = 40 * 1024 * 1024  # the largest message that SES stores (S3Action)


class Listed(NamedTuple):
    """An object as a listing tells of it: its key, its size in bytes, when it was stored (aware UTC)."""

    key: str
    size: int
    modified: datetime


class TooLarge(ValueError):
    """The object is larger than anything that belongs into this bucket."""


class MailBucket:
    """``client`` is ``boto3.client("s3")``."""

    def __init__(self, client: Any, name: str) -> None:
        self._client = client
        self.name = name

    def get(self, key: str) -> bytes:
        """An object's bytes, held once. ``KeyError`` when it is not there, ``TooLarge`` above 40 MB."""
        try:
            answer = self._client.get_object(Bucket=self.name, Key=key)
        except self._client.exceptions.NoSuchKey as error:
            raise KeyError(key) from error
        if answer["ContentLength"] > MOST_BYTES:
            answer["Body"].close()  # nothing of it is transferred
            raise TooLarge(f"{answer['ContentLength']} bytes")
        return bytes(answer["Body"].read())

    def put(self, key: str, body: bytes, content_type: str = "application/octet-stream") -> None:
        self._client.put_object(Bucket=self.name, Key=key, Body=body, ContentType=content_type)

    def delete(self, key: str) -> None:
        """Delete an object; one that is not there is gone already."""
        self._client.delete_object(Bucket=self.name, Key=key)

    def keys(self, prefix: str) -> Iterator[str]:
        """The keys under a prefix, in order."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=prefix)
        for page in pages:
            for found in page.get("Contents", []):
                yield found["Key"]

    def page(self, prefix: str, after: str = "") -> tuple[list[Listed], bool]:
        """Up to a thousand objects under a prefix, after a key, in order; and whether more follow."""
        answer = self._client.list_objects_v2(Bucket=self.name, Prefix=prefix, StartAfter=after)
        found = [
            Listed(one["Key"], one["Size"], one["LastModified"].astimezone(UTC))
            for one in answer.get("Contents", [])
        ]
        return found, bool(answer["IsTruncated"])
