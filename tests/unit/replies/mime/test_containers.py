"""What is wrapped: opaque signatures, encrypted messages, TNEF, calendars."""

import base64
import datetime
from struct import pack

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from replies.mime import calendar, cms, tnef
from replies.verdict import Label, decide
from tests.unit.replies.mime.mails import mail, mixed

INSIDE = b"Content-Type: text/plain; charset=utf-8\r\n\r\nGr\xc3\xbc\xc3\x9fe, please call me.\r\n"
SMIME = "Content-Type: application/pkcs7-mime; smime-type={}; name=smime.p7m"


@pytest.fixture(scope="module")
def signer():
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Ann")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    certificate = builder.not_valid_after(datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)).sign(
        key, hashes.SHA256()
    )
    return pkcs7.PKCS7SignatureBuilder().set_data(INSIDE).add_signer(certificate, key, hashes.SHA256())


def wrapped(data: bytes, kind: str = "signed-data"):
    return mail(base64.encodebytes(data), SMIME.format(kind), "Content-Transfer-Encoding: base64")


def test_the_words_inside_an_opaque_signature_are_read(signer):
    message = wrapped(signer.sign(Encoding.DER, [pkcs7.PKCS7Options.Binary]))
    assert message.text.strip() == "Grüße, please call me."
    assert message.protection == ("smime_signed",)
    assert [a.name for a in message.attachments] == ["smime.p7m"]


def test_a_detached_signature_holds_no_words(signer):
    options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
    assert cms.read(signer.sign(Encoding.DER, options)) == ("signed", b"")


def test_an_opaque_signature_is_read_wherever_it_was_cut(signer):
    whole = signer.sign(Encoding.DER, [pkcs7.PKCS7Options.Binary])
    for cut in range(len(whole)):
        kind, inside = cms.read(whole[:cut])
        assert kind in ("", "signed")
        assert INSIDE.startswith(inside)


def ber(tag: int, content: bytes) -> bytes:
    """An element of indefinite length."""
    return bytes([tag, 0x80]) + content + b"\0\0"


def der(tag: int, content: bytes) -> bytes:
    return bytes([tag, len(content)]) + content


SIGNED = bytes.fromhex("06092a864886f70d010702")
DATA = bytes.fromhex("06092a864886f70d010701")


def test_pieces_of_indefinite_length_are_joined():
    """As streaming signers write: every length open, the content in pieces."""
    pieces = ber(0x24, der(4, INSIDE[:10]) + der(4, INSIDE[10:]))
    algorithms = ber(0x31, ber(0x30, DATA))
    content = ber(0x30, DATA + ber(0xA0, pieces))
    signed = ber(0x30, SIGNED + ber(0xA0, ber(0x30, b"\x02\x01\x01" + algorithms + content + ber(0x31, b""))))
    assert cms.read(signed) == ("signed", INSIDE)
    assert wrapped(signed).text.strip() == "Grüße, please call me."


def test_an_encrypted_message_is_named_and_not_guessed_at():
    enveloped = der(0x30, bytes.fromhex("06092a864886f70d010703") + der(0xA0, b""))
    message = wrapped(enveloped, "enveloped-data")
    assert (message.body, message.protection, message.encrypted) == ("", ("smime_encrypted",), True)
    verdict = decide(message)
    assert (verdict.label, verdict.rule, verdict.needs_review) == (Label.OTHER, "encrypted", True)


def test_what_claims_to_be_a_signature_is_only_named():
    message = wrapped(b"not at all")
    assert (message.body, message.protection, message.defects) == ("", (), ("container",))


def test_mime_signed_with_a_certificate_is_named():
    signature = "Content-Type: application/pkcs7-signature; name=smime.p7s\n\nMIIB\n"
    message = mixed("\nwords", signature, kind="signed", more='; protocol="application/pkcs7-signature"')
    assert (message.text, message.protection) == ("words", ("smime_signed",))


# TNEF --------------------------------------------------------------------------------------------------


def attribute(level: int, identity: int, data: bytes) -> bytes:
    return pack("<BII", level, identity, len(data)) + data + pack("<H", sum(data) & 0xFFFF)


def property_(kind: int, number: int, value: bytes) -> bytes:
    return pack("<HHII", kind, number, 1, len(value)) + value + b"\0" * (-len(value) % 4)


def winmail(*attributes: bytes) -> bytes:
    return b"\x78\x9f\x3e\x22\x01\x00" + b"".join(attributes)


NAMED = pack("<HH", 0x001E, 0x8001) + bytes(16) + pack("<II", 1, 4) + "x\0".encode("utf-16-le")
NAMED += pack("<II", 1, 4) + b"abc\0"


def test_the_words_and_the_files_of_a_winmail_dat_are_read():
    properties = [pack("<HHI", 3, 0x3FDE, 65001), NAMED, property_(0x1F, 0x1000, "Grüße".encode("utf-16-le"))]
    content = winmail(
        attribute(1, 0x00069007, pack("<II", 1252, 0)),
        attribute(1, 0x00069003, pack("<I", len(properties)) + b"".join(properties)),
        attribute(2, 0x00069002, bytes(14)),
        attribute(2, 0x00018010, "PREISE~1.PDF\0".encode("cp1252")),
        attribute(2, 0x0006800F, bytes(5000)),
        attribute(
            2, 0x00069005, pack("<I", 1) + property_(0x1F, 0x3707, "Preise für Sie.pdf\0".encode("utf-16-le"))
        ),
    )
    part = "Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"
    message = mixed(part + base64.encodebytes(content).decode())
    assert message.text == "Grüße"
    assert [(a.name, a.size) for a in message.attachments] == [
        ("winmail.dat", len(content)),
        ("Preise für Sie.pdf", 5000),
    ]
    beside = mixed("Content-Type: text/plain\n\nwords", part + base64.encodebytes(content).decode())
    assert beside.text == "words"


def test_tnef_that_was_cut_is_read_as_far_as_it_goes():
    properties = pack("<I", 2) + property_(0x1E, 0x1000, b"words") + property_(0x102, 0x1013, b"<p>words</p>")
    content = winmail(attribute(1, 0x00069003, properties), attribute(2, 0x00018010, b"a.txt\0"))
    assert tnef.read(content).html == "<p>words</p>"
    for cut in range(len(content)):
        tnef.read(content[:cut])
    assert tnef.read(b"something else") is None


def test_a_file_that_only_has_the_name_is_an_attachment():
    message = mixed("\nwords", "Content-Type: application/ms-tnef; name=winmail.dat\n\nnonsense")
    assert message.attachments[0][:2] == ("winmail.dat", "application/ms-tnef")
    assert "container" in message.defects


# Calendars ---------------------------------------------------------------------------------------------

ANSWER = """BEGIN:VCALENDAR
METHOD:REPLY
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:19701025T030000
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:1@seller.example
ATTENDEE;CN="Doe; Ann: sales";PARTSTAT=ACCEPTED:mailto:Ann@Firm
 .example
ORGANIZER:mailto:sam@seller.example
DTSTART;TZID=Europe/Berlin:20261005T100000
DTEND;TZID=Europe/Berlin:20261005T103000
SUMMARY:Accepted: a call\\, at last
COMMENT:Yes\\nplease
END:VEVENT
BEGIN:VEVENT
UID:2@seller.example
END:VEVENT
END:VCALENDAR
"""


def test_an_answer_to_an_invitation_says_who_and_when():
    (meeting,) = mail(ANSWER, "Content-Type: text/calendar; method=REPLY").meetings
    assert meeting == calendar.Meeting(
        method="REPLY",
        uid="1@seller.example",
        answer="ACCEPTED",
        attendee="ann@firm.example",
        organizer="sam@seller.example",
        summary="Accepted: a call, at last",
        comment="Yes\nplease",
        starts="2026-10-05T10:00:00",
        ends="2026-10-05T10:30:00",
        zone="Europe/Berlin",
    )
    assert meeting.says == "REPLY:ACCEPTED"


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("20261005T100000Z", "2026-10-05T10:00:00+00:00"),
        ("20261005", "2026-10-05"),
        ("tomorrow", ""),
        ("", ""),
    ],
)
def test_the_time_of_a_meeting_is_iso_or_nothing(written, iso):
    assert calendar.read(f"BEGIN:VEVENT\nDTSTART:{written}\n").starts == iso


def test_a_request_is_no_answer_and_takes_its_method_from_the_type():
    text = "BEGIN:VEVENT\nATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:a@b.example\nEND:VEVENT\n"
    assert mail(text, "Content-Type: text/calendar; method=request").calendar == ("REQUEST",)
