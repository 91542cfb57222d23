"""Many saves in one request: sObject Collections (up to 200 records) and Composite (up to 25 requests).

Reference: REST API Developer Guide, "Composite Resources".
"""

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sandbox.salesforce.errors import ApiError
from sandbox.salesforce.org import Org
from sandbox.salesforce.schema import Kind

MAX_COLLECTION = 200
MAX_COMPOSITE = 25
REFERENCE = re.compile(r"@\{(\w+)\.([\w\[\].]+)\}")

Answer = tuple[int, Any]
Fields = dict[str, Any]
Headers = dict[str, str]
Dispatch = Callable[[str, str, dict[str, list[str]], Any, Headers], Answer]
Upsert = Callable[[Kind, str, str, Fields, Headers], tuple[str, bool]]


class Batches:
    """The two resources, over the service's own single requests."""

    def __init__(
        self, org: Org, dispatch: Dispatch, upsert: Upsert, note_save: Callable[[Kind, str, bool], None]
    ) -> None:
        self.org = org
        self._dispatch = dispatch
        self._upsert = upsert
        self._note_save = note_save

    def collection(self, kind: Kind, field: str, body: Any, headers: dict[str, str]) -> Answer:
        """sObject Collections: upsert up to 200 records; each has a result of its own unless allOrNone."""
        records = body.get("records") if isinstance(body, dict) else None
        if not isinstance(records, list) or not records:
            raise ApiError("INVALID_INPUT", "records is required")
        if len(records) > MAX_COLLECTION:
            raise ApiError(
                "EXCEEDED_ID_LIMIT", f"record limit reached. cannot submit more than {MAX_COLLECTION} records"
            )
        results: list[dict[str, Any]] = []
        all_or_none = bool(body.get("allOrNone"))
        try:
            with self.org.transaction():
                for record in records:
                    results.append(self._collected(kind, field, record, headers))
                    if all_or_none and not results[-1]["success"]:
                        raise _RolledBack
        except _RolledBack:
            undone = {
                "statusCode": "ALL_OR_NONE_OPERATION_ROLLED_BACK",
                "message": "Record rolled back",
                "fields": [],
            }
            failed = results[-1]
            results = [{"success": False, "errors": [undone]} for _ in records]
            results[records.index(record)] = failed
        for result in results:
            if result["success"]:
                self._note_save(kind, result["id"], result["created"])
        return 200, results

    def _collected(self, kind: Kind, field: str, record: Any, headers: dict[str, str]) -> dict[str, Any]:
        try:
            fields = dict(fields_of(record))
            if not fields.get(field):
                raise ApiError("MISSING_ARGUMENT", f"{field} not specified", 400, (field,))
            value = str(fields.pop(field))
            record_key, created = self._upsert(kind, field, value, fields, headers)
        except ApiError as error:
            return {"success": False, "errors": [error.collection_entry()]}
        return {"id": record_key, "success": True, "errors": [], "created": created}

    def composite(self, body: Any, headers: dict[str, str]) -> Answer:
        """Composite: up to 25 requests in order, each of which may refer to results of former ones."""
        requests = body.get("compositeRequest") if isinstance(body, dict) else None
        if not isinstance(requests, list) or not requests:
            raise ApiError("INVALID_INPUT", "compositeRequest is required")
        if len(requests) > MAX_COMPOSITE:
            raise ApiError("LIMIT_EXCEEDED", f"The number of subrequests exceeds {MAX_COMPOSITE}")
        all_or_none = bool(body.get("allOrNone"))
        answers: list[dict[str, Any]] = []
        results: dict[str, Any] = {}
        try:
            with self.org.transaction():
                for entry in requests:
                    answer = self._subrequest(entry, results, headers)
                    answers.append(answer)
                    results[answer["referenceId"]] = answer["body"]
                    if all_or_none and answer["httpStatusCode"] >= 400:
                        raise _RolledBack
        except _RolledBack:
            halted = {
                "errorCode": "PROCESSING_HALTED",
                "message": "The transaction was rolled back since another operation in the same transaction "
                "failed.",
            }
            failed = answers[-1]
            answers = [
                {
                    "body": [halted],
                    "httpHeaders": {},
                    "httpStatusCode": 400,
                    "referenceId": entry.get("referenceId"),
                }
                for entry in requests
            ]
            answers[[entry.get("referenceId") for entry in requests].index(failed["referenceId"])] = failed
        return 200, {"compositeResponse": answers}

    def _subrequest(
        self, entry: dict[str, Any], results: dict[str, Any], headers: dict[str, str]
    ) -> dict[str, Any]:
        reference = str(entry.get("referenceId", ""))
        try:
            text = REFERENCE.sub(
                lambda match: _refer(results, match), json.dumps([entry.get("url", ""), entry.get("body")])
            )
            url, body = json.loads(text)
            parts = urlsplit(url)
            path = re.sub(r"^/services/data/v[\d.]+", "", parts.path)
            own = {name.lower(): value for name, value in (entry.get("httpHeaders") or {}).items()}
            status, value = self._dispatch(
                str(entry.get("method", "GET")).upper(), path, parse_qs(parts.query), body, headers | own
            )
        except ApiError as error:
            status, value = error.status, [error.entry()]
        return {"body": value, "httpHeaders": {}, "httpStatusCode": status, "referenceId": reference}


class _RolledBack(Exception):
    """Leaves a transaction so that it is undone."""


def fields_of(body: Any) -> Fields:
    """A record's fields; raises JSON_PARSER_ERROR for what is no object."""
    if not isinstance(body, dict):
        raise ApiError(
            "JSON_PARSER_ERROR", "The HTTP entity body is required, but this request has no entity body."
        )
    return body


def _refer(results: dict[str, Any], match: re.Match[str]) -> str:
    value: Any = results.get(match.group(1))
    for part in match.group(2).replace("]", "").replace("[", ".").split("."):
        try:
            value = value[int(part)] if isinstance(value, list) else value[part]
        except (LookupError, TypeError, ValueError) as error:
            message = f"Invalid reference specified. No value for {match.group(1)}.{match.group(2)} found"
            raise ApiError("PROCESSING_HALTED", message) from error
    return json.dumps(str(value))[1:-1]
