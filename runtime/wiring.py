"""The composition root: what handlers depend on, made when first used.

Each property imports its adapter when it is first asked for, so that a function pays only for what it
uses. Tests pass an object with the same attributes.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import boto3

from runtime.clock import Clock, SystemClock
from runtime.settings import Settings
from store.table import Table

if TYPE_CHECKING:
    from adapters.bedrock import Bedrock
    from adapters.bus import Bus
    from adapters.connect import Connect
    from adapters.mail_bucket import MailBucket
    from adapters.salesforce import Salesforce
    from adapters.scheduler import Scheduler
    from adapters.search import SearchServices
    from adapters.secrets import Secrets
    from adapters.ses import Ses
    from adapters.smtp_probe import SmtpProbe
    from scrapers.fetch import Fetcher


class Keys:
    """The stage's own keys: each is read when it is used."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    @property
    def token(self) -> str:
        """Signs the tokens of reply addresses and unsubscribe links."""
        return self._secrets.field("keys", "token")

    @property
    def pepper(self) -> str:
        """Keys the hashes of addresses and phones."""
        return self._secrets.field("keys", "pepper")

    @property
    def api(self) -> str:
        """The bearer key of the HTTP API's reading routes."""
        return self._secrets.field("keys", "api")


class Deps:
    """What a handler may ask for. One per Lambda execution environment."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.clock: Clock = clock or SystemClock(settings.clock_offset)

    @classmethod
    def from_environment(cls) -> Deps:
        return cls(Settings.from_environment())

    @cached_property
    def table(self) -> Table:
        return Table(boto3.client("dynamodb"), self.settings.table)

    @cached_property
    def sqs(self) -> Any:
        return boto3.client("sqs")

    @cached_property
    def bus(self) -> Bus:
        from adapters.bus import Bus

        return Bus(boto3.client("events"), self.settings.bus)

    @cached_property
    def mail(self) -> MailBucket:
        from adapters.mail_bucket import MailBucket

        return MailBucket(boto3.client("s3"), self.settings.mail_bucket)

    @cached_property
    def secrets(self) -> Secrets:
        from adapters.secrets import Secrets

        return Secrets(lambda: boto3.client("secretsmanager"), self.settings.secrets_prefix, self.clock.now)

    @property
    def keys(self) -> Keys:
        """The keys of this stage, from the secret ``keys``."""
        return Keys(self.secrets)

    @cached_property
    def ses(self) -> Ses:
        from adapters.ses import Ses

        return Ses.from_settings(self.settings)

    @cached_property
    def bedrock(self) -> Bedrock:
        from adapters.bedrock import Bedrock

        return Bedrock.from_settings(self.settings)

    @cached_property
    def scheduler(self) -> Scheduler:
        from adapters.scheduler import Scheduler

        return Scheduler.from_settings(self.settings)

    @cached_property
    def connect(self) -> Connect:
        from adapters.connect import Connect

        return Connect.from_settings(self.settings)

    @cached_property
    def salesforce(self) -> Salesforce:
        from adapters.salesforce import Salesforce

        return Salesforce.from_secrets(self.secrets)

    @cached_property
    def fetcher(self) -> Fetcher:
        from scrapers.fetch import Fetcher

        return Fetcher.from_settings(self.settings, self.clock)

    @cached_property
    def probe(self) -> SmtpProbe:
        from adapters.smtp_probe import SmtpProbe

        return SmtpProbe(self.settings.reply_domain)

    @cached_property
    def search(self) -> SearchServices:
        from adapters.search import SearchServices

        return SearchServices.from_settings(self.settings, self.secrets)
