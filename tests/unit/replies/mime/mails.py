"""Short ways to write messages for the tests of this folder."""

from replies.message import Message, parse

TOP = "From: Ann <ann@firm.example>\nSubject: Re: hello\n"


def mail(body: str | bytes, *fields: str) -> Message:
    """Parse a message of some fields and a body; the body decides where line ends matter."""
    head = (TOP + "".join(f"{field}\n" for field in fields) + "\n").encode()
    return parse(head + (body.encode() if isinstance(body, str) else body))


def mixed(*parts: str, kind: str = "mixed", more: str = "") -> Message:
    """Parse a multipart of parts, each with its own header."""
    body = "".join(f"--b\n{part}\n" for part in parts) + "--b--\n"
    return mail(body, f'Content-Type: multipart/{kind}; boundary="b"{more}')
