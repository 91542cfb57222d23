"""The receiver asked for a login, for encryption, or saw a forged session."""

from __future__ import annotations

NAME = "securityerror"
HARD = False
STATUS: tuple[str, ...] = ("5.7.8", "5.7.10", "5.7.11")
PHRASES: tuple[str, ...] = (
    # 530 5.7.0 Authentication required
    "authentication required",
    "authentication turned on",
    "authentication failed",
    "authorization failed",
    "must authenticate",
    "smtp auth",
    "please authenticate",
    "login failed",
    "authentication credentials",
    "insufficient security",
    "you are not authorized",
    "not authorized",
    "encryption needed",
    "sorry, you don't authenticate",
    "unauthorized",
    "account subject to security",
    "not authenticated",
    "unauthenticated sender",
    "account is subjected",
    " is not authorized",
    "permission denied",
    "security error",
    "verification failure",
    "executable files are not allowed",
    "user not authorized",
    "executables are not allowed",
)
