"""Errors as AWS's REST-JSON services send them."""

import json

from sandbox.web import Response


class ServiceError(Exception):
    """An error a service answers with: its AWS name, HTTP status and message."""

    def __init__(self, name: str, status: int, message: str) -> None:
        super().__init__(message)
        self.name = name
        self.status = status
        self.message = message

    def response(self) -> Response:
        """As botocore's rest-json parser reads it: the type in a header, the text in the body."""
        return Response(
            self.status,
            json.dumps({"message": self.message}).encode(),
            (("x-amzn-ErrorType", self.name),),
            "application/json",
        )
