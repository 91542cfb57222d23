"""Errors as Salesforce's REST API sends them: a list of {message, errorCode, fields}."""

from typing import Any

from sandbox.web import Response, json_response


class ApiError(Exception):
    """One refusal: its code, HTTP status, message and the fields it is about."""

    def __init__(
        self, code: str, message: str, status: int = 400, fields: tuple[str, ...] = (), **extra: Any
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.fields = fields
        self.extra = extra

    def entry(self) -> dict[str, Any]:
        """The error as the REST API lists it."""
        entry: dict[str, Any] = {"message": self.message, "errorCode": self.code}
        if self.fields:
            entry["fields"] = list(self.fields)
        return entry | self.extra

    def collection_entry(self) -> dict[str, Any]:
        """The error as a SaveResult of the Collections API lists it."""
        return {"statusCode": self.code, "message": self.message, "fields": list(self.fields)}

    def response(self) -> Response:
        """The HTTP answer."""
        return json_response([self.entry()], self.status)
