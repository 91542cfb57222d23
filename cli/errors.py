"""Errors that a person reads: what is the matter, and what to do next."""

from __future__ import annotations


class Trouble(Exception):
    """Something that the user can act on. Shown as one sentence and the next step; exit code 1.

    ``details`` are further lines, such as every error of a file.
    """

    exit_code = 1

    def __init__(self, message: str, next_step: str = "", details: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step
        self.details = details


class Misuse(Trouble):
    """The command was given something that it can't take. Exit code 2."""

    exit_code = 2


_NO_ANSWER = frozenset(
    ("EndpointConnectionError", "ConnectTimeoutError", "ConnectionClosedError", "ReadTimeoutError")
)


def explain(error: BaseException, stage: str) -> Trouble | None:
    """What an AWS client's error means to the user; ``None`` when it is not one that is known.

    Looked at by name, so that a command which never talks to AWS need not import its client.
    """
    name = type(error).__name__
    if name in (
        "EndpointConnectionError",
        "ConnectTimeoutError",
        "ConnectionClosedError",
        "ReadTimeoutError",
    ):
        return Trouble(
            f"stage {stage} does not answer",
            f"see how it is with `beckon status --stage {stage}`, start it with `beckon up --stage {stage}`",
        )
    if name in ("NoCredentialsError", "PartialCredentialsError", "CredentialRetrievalError"):
        return Trouble(
            f"there are no AWS credentials for stage {stage}",
            "set AWS_PROFILE, or log in with `aws configure sso`",
        )
    if name == "ProfileNotFound":
        return Trouble(str(error), "set AWS_PROFILE to a profile of ~/.aws/config")
    if name == "NoRegionError":
        return Trouble("there is no AWS region", "set AWS_REGION")
    response = getattr(error, "response", None)
    if not isinstance(response, dict) or "Error" not in response:
        return None
    code = response["Error"].get("Code", "")
    operation = getattr(error, "operation_name", "the request")
    if code in ("ExpiredToken", "ExpiredTokenException", "RequestExpired"):
        return Trouble("the AWS credentials have expired", "log in again, for example with `aws sso login`")
    if code in ("AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError"):
        return Trouble(
            f"these AWS credentials may not do {operation}",
            "use a role that may, or ask for this permission",
        )
    if code in ("InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch"):
        return Trouble("AWS does not know these credentials", "set AWS_PROFILE to the account of the stage")
    if code in (
        "ResourceNotFoundException",
        "NoSuchBucket",
        "AWS.SimpleQueueService.NonExistentQueue",
        "QueueDoesNotExist",
    ):
        return Trouble(
            f"stage {stage} is not deployed completely: {operation} found nothing",
            f"deploy it with `beckon up --stage {stage}` (local) or `npx osls deploy --stage {stage}` (AWS)",
        )
    return None
