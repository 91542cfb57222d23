"""HTTP API events (payload format 2.0), as API Gateway sends them."""

from __future__ import annotations

import base64
import json
from typing import Any


def event(
    method: str,
    path: str,
    *,
    body: str | bytes | None = None,
    headers: dict[str, str] | None = None,
    query: dict[str, str] | None = None,
    encoded: bool = False,
    stage: str = "$default",
) -> dict[str, Any]:
    made: dict[str, Any] = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": "",
        "headers": headers or {},
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "api-id",
            "domainName": "api-id.execute-api.us-east-1.amazonaws.com",
            "http": {
                "method": method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.1",
                "userAgent": "agent",
            },
            "requestId": "id",
            "routeKey": "$default",
            "stage": stage,
            "time": "02/Mar/2026:16:30:00 +0000",
            "timeEpoch": 1772469000000,
        },
        "isBase64Encoded": encoded,
    }
    if query:
        made["queryStringParameters"] = query
    if body is not None:
        raw = body.encode() if isinstance(body, str) else body
        made["body"] = base64.b64encode(raw).decode() if encoded else raw.decode()
    return made


def posted_json(path: str, value: Any, **more: Any) -> dict[str, Any]:
    return event("POST", path, body=json.dumps(value), headers={"Content-Type": "application/json"}, **more)
