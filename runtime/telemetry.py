"""Structured logs and metrics. Ids and reasons only: never an address, a body or a token."""

from __future__ import annotations

import os
import traceback
from functools import cache

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric

NAMESPACE = "Beckon"


@cache
def logger() -> Logger:
    """The function's logger: one JSON object a line."""
    return Logger(service="beckon", level=os.environ.get("BECKON_LOG_LEVEL", "INFO"))


def measure(consumer: str, metric: str, value: float = 1) -> None:
    """Count something in CloudWatch, through the embedded metric format on standard output."""
    with single_metric(name=metric, unit=MetricUnit.Count, value=value, namespace=NAMESPACE) as one:
        one.add_dimension(name="consumer", value=consumer)


def where(error: BaseException) -> dict[str, object]:
    """An error's name and stack for the log, without its text: that may carry what a mail or a page said."""
    return {"error": name_of(error), "stack": traceback.format_tb(error.__traceback__)}


def name_of(error: BaseException) -> str:
    """The type of an error, and AWS's own code where a call of it failed (``ClientError:AccessDenied``)."""
    response = getattr(error, "response", None)
    code = response.get("Error", {}).get("Code", "") if isinstance(response, dict) else ""
    return f"{type(error).__name__}:{code}" if code else type(error).__name__
