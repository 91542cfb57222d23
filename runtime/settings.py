"""Settings, read from the environment in this one place, when first asked for."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass


class MissingSetting(Exception):
    """A setting that this function needs is not in its environment. The text names the variable."""


@dataclass(frozen=True)
class Settings:
    """The environment of a function: each property is one variable, documented in the README.

    A property raises ``MissingSetting`` when its variable is absent and has no default, so that a function
    is only given what it uses.
    """

    environment: Mapping[str, str]

    @classmethod
    def from_environment(cls) -> Settings:
        return cls(os.environ)

    def _get(self, name: str, default: str | None = None) -> str:
        value = self.environment.get(name, default)
        if value is None:
            raise MissingSetting(
                f"{name} is not set for this function (see its file in infrastructure/handlers)"
            )
        return value

    @property
    def stage(self) -> str:
        return self._get("BECKON_STAGE")

    @property
    def table(self) -> str:
        return self._get("BECKON_TABLE")

    @property
    def bus(self) -> str:
        return self._get("BECKON_BUS")

    @property
    def mail_bucket(self) -> str:
        return self._get("BECKON_MAIL_BUCKET")

    @property
    def secrets_prefix(self) -> str:
        return self._get("BECKON_SECRETS")

    @property
    def public_url(self) -> str:
        """Where the HTTP API is reached from outside, without a slash at the end."""
        return self._get("BECKON_PUBLIC_URL").rstrip("/")

    @property
    def reply_domain(self) -> str:
        return self._get("BECKON_REPLY_DOMAIN")

    @property
    def schedule_role(self) -> str:
        return self._get("BECKON_SCHEDULE_ROLE_ARN")

    @property
    def schedule_group(self) -> str:
        return self._get("BECKON_SCHEDULE_GROUP")

    def queue_arn(self, consumer: str) -> str:
        """The queue that schedules may put an event into (draft_email, place_call, discover_leads)."""
        name = {"draft_email": "DRAFT", "place_call": "CALL", "discover_leads": "DISCOVER"}[consumer]
        return self._get(f"BECKON_{name}_QUEUE_ARN")

    @property
    def draft_model(self) -> str:
        return self._get("BECKON_MODEL_DRAFT")

    @property
    def classify_model(self) -> str:
        return self._get("BECKON_MODEL_CLASSIFY")

    @property
    def ses_configuration_set(self) -> str:
        return self._get("BECKON_SES_CONFIGURATION_SET", "")

    @property
    def connect_instance(self) -> str:
        return self._get("BECKON_CONNECT_INSTANCE_ID")

    @property
    def connect_flow(self) -> str:
        return self._get("BECKON_CONNECT_FLOW_ID")

    @property
    def connect_number(self) -> str:
        """The E.164 number that calls come from."""
        return self._get("BECKON_CONNECT_NUMBER")

    @property
    def fetch_proxy(self) -> str:
        """A forward proxy for crawling; empty for none."""
        return self._get("BECKON_FETCH_PROXY", "")

    @property
    def fetch_scheme(self) -> str:
        return self._get("BECKON_FETCH_SCHEME", "https")

    @property
    def check_mx(self) -> bool:
        """Whether an address's domain is asked for its mail servers before it becomes a contact."""
        return self._get("BECKON_CHECK_MX", "true").lower() == "true"

    @property
    def search_url(self) -> str:
        return self._get("BECKON_SEARCH_URL", "https://api.search.brave.com")

    @property
    def google_url(self) -> str:
        return self._get("BECKON_GOOGLE_URL", "https://customsearch.googleapis.com")

    @property
    def common_crawl_url(self) -> str:
        return self._get("BECKON_COMMON_CRAWL_URL", "https://index.commoncrawl.org")

    @property
    def hunter_url(self) -> str:
        return self._get("BECKON_HUNTER_URL", "https://api.hunter.io")

    @property
    def tomba_url(self) -> str:
        return self._get("BECKON_TOMBA_URL", "https://api.tomba.io")

    @property
    def certificates_url(self) -> str:
        """Where certificate transparency is searched."""
        return self._get("BECKON_CERTIFICATES_URL", "https://crt.sh")

    @property
    def salesforce_status_new(self) -> str:
        """The status of a Lead that Beckon makes: a word of the org's own list."""
        return self._get("BECKON_SALESFORCE_STATUS_NEW", "Open - Not Contacted")

    @property
    def salesforce_status_warm(self) -> str:
        """The status of its Lead once somebody answered warmly or asked to be contacted."""
        return self._get("BECKON_SALESFORCE_STATUS_WARM", "Working - Contacted")

    @property
    def clock_offset(self) -> float:
        """Seconds by which the clock is moved."""
        return float(self._get("BECKON_CLOCK_OFFSET_SECONDS", "0"))

    @property
    def max_receives(self) -> int:
        """After how many deliveries a message goes to the dead-letter queue (the queue's redrive policy)."""
        return int(self._get("BECKON_MAX_RECEIVES", "6"))

    @property
    def doubt_after_seconds(self) -> float:
        """How long a send may stay SENDING before a person is asked."""
        return float(self._get("BECKON_DOUBT_AFTER_SECONDS", "900"))

    @property
    def bounce_limit(self) -> float:
        """The bounce rate, in percent, that a sender must not reach; SES begins to act at 5."""
        return float(self._get("BECKON_BOUNCE_LIMIT", "5"))

    @property
    def complaint_limit(self) -> float:
        """The complaint rate, in percent, that a sender must not reach; SES begins to act at 0.1."""
        return float(self._get("BECKON_COMPLAINT_LIMIT", "0.1"))

    @property
    def log_level(self) -> str:
        return self._get("BECKON_LOG_LEVEL", "INFO")
