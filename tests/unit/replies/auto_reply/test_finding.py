"""Which messages are automatic answers, of what kind, and which are people's."""

# ruff: noqa: E501 - a note in one line shows its shape

from datetime import date

import pytest

from replies.auto_reply import AutoKind
from replies.message import Message
from replies.verdict import Label, decide
from tests.unit.replies.auto_reply.notes import mail, read

OUT, LEFT, TICKET, RECEIPT = AutoKind.OUT_OF_OFFICE, AutoKind.LEFT_COMPANY, AutoKind.TICKET, AutoKind.RECEIPT

# language, note, kind, day of return, address, name
NOTES = [
    ("en", "Hello,\n\nThank you for your email. I am currently out of the office with limited access to email and will return on Monday, October 12. For urgent matters please contact my colleague Maria Lopez at maria@firm.example or +1 202 555 0143.\n\nBest regards,\nAnn", OUT, date(2026, 10, 12), "maria@firm.example", "Maria Lopez"),
    ("en", "I will be out of the office starting 10/05/2026 and will not return until 10/19/2026.\n\nI will respond to your message when I return.", OUT, date(2026, 10, 19), None, None),
    ("de", "Vielen Dank für Ihre Nachricht. Ich bin bis einschließlich 16.10. außer Haus. Ihre E-Mail wird nicht weitergeleitet. In dringenden Fällen wenden Sie sich bitte an Frau Petra Schulz (petra.schulz@firm.example, Tel. +49 30 1234567).\n\nMit freundlichen Grüßen\nAnn", OUT, date(2026, 10, 17), "petra.schulz@firm.example", "Petra Schulz"),
    ("fr", "Bonjour,\n\nJe suis absente du 5 au 16 octobre inclus. En cas d'urgence, vous pouvez contacter Paul Martin : paul@firm.example\n\nCordialement", OUT, date(2026, 10, 17), "paul@firm.example", "Paul Martin"),
    ("es", "Hola, gracias por tu correo. Estoy de vacaciones hasta el 19 de octubre. Para temas urgentes, escriba a Luis Pérez (luis@firm.example).", OUT, date(2026, 10, 19), "luis@firm.example", "Luis Pérez"),
    ("it", "Buongiorno, sono in ferie fino al 16 ottobre compreso. Per urgenze contattare Marco Rossi, marco@firm.example.", OUT, date(2026, 10, 17), "marco@firm.example", "Marco Rossi"),
    ("nl", "Bedankt voor uw bericht. Ik ben afwezig t/m 16 oktober. Voor dringende zaken kunt u contact opnemen met Jan de Vries (jan@firm.example).", OUT, date(2026, 10, 17), "jan@firm.example", "Jan de Vries"),
    ("pl", "Dziękuję za wiadomość. Przebywam na urlopie do 16 października. W sprawach pilnych proszę o kontakt: anna@firm.example.", OUT, date(2026, 10, 16), "anna@firm.example", None),
    ("pt", "Obrigado pelo seu contacto. Estarei de férias até 16 de outubro. Para assuntos urgentes, contactar João Silva (joao@firm.example).", OUT, date(2026, 10, 16), "joao@firm.example", "João Silva"),
    ("sv", "Hej, tack för ditt mail. Jag är på semester till och med 16 oktober. Vid brådskande ärenden kontakta Eva Lind, eva@firm.example.", OUT, date(2026, 10, 17), "eva@firm.example", "Eva Lind"),
    ("da", "Tak for din mail. Jeg er på ferie til og med 16. oktober. I hastesager kontakt venligst lars@firm.example.", OUT, date(2026, 10, 17), "lars@firm.example", None),
    ("no", "Takk for e-posten. Jeg er ute av kontoret til 16. oktober. Ved hastesaker, kontakt kari@firm.example.", OUT, date(2026, 10, 16), "kari@firm.example", None),
    ("fi", "Kiitos viestistäsi. Olen lomalla 16.10. asti. Kiireellisissä asioissa ota yhteyttä Mikko Virtanen, mikko@firm.example.", OUT, date(2026, 10, 16), "mikko@firm.example", "Mikko Virtanen"),
    ("ja", "お世話になっております。\n10月5日から10月9日まで休暇をいただいております。\nお急ぎの場合は担当の田中（tanaka@firm.example）までご連絡ください。", OUT, date(2026, 10, 9), "tanaka@firm.example", "田中"),
    ("zh", "您好，我正在休假，将于10月12日返回。如有急事，请联系王伟 wang@firm.example。", OUT, date(2026, 10, 12), "wang@firm.example", "王伟"),
    ("en", "Our office is closed until October 12. We will reply to your message when we return.", OUT, date(2026, 10, 12), None, None),
    ("de", "Unser Betrieb ist vom 5. bis 16. Oktober geschlossen. Danach sind wir wieder für Sie da.", OUT, date(2026, 10, 16), None, None),
    ("en", "Tom Miller is no longer with Acme. Please contact Jane Roe at jane@firm.example.", LEFT, None, "jane@firm.example", "Jane Roe"),
    ("de", "Frau Meier ist nicht mehr im Unternehmen. Bitte wenden Sie sich an info@firm.example.", LEFT, None, "info@firm.example", None),
    ("en", "Thank you for contacting Acme Support. Your ticket #48213 has been created and an agent will get back to you within 24 hours.", TICKET, None, None, None),
    ("en", "Hi,\n\nThank you for contacting us. We have received your message and one of our team will get back to you within 2 business days.\n\nAcme Team", RECEIPT, None, None, None),
]  # fmt: skip


@pytest.mark.parametrize(("language", "note", "kind", "back", "address", "name"), NOTES)
def test_a_note_is_known_by_its_words_alone(language, note, kind, back, address, name):
    found = decide(mail(note)).auto_reply
    assert found is not None, language
    said = found.substitute
    assert (found.kind, found.returns_on) == (kind, back)
    assert (said and said.address, said and said.name) == (address, name)
    assert not found.own_words


def test_the_substitutes_number_is_read():
    for note, digits in ((NOTES[0][1], "+12025550143"), (NOTES[2][1], "+49301234567")):
        said = decide(mail(note)).auto_reply.substitute
        assert said.phone.e164 == digits


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Your shop",
        "Auto: Re: Your shop",
        "Out of Office AutoReply: Your shop",
        "Abwesenheitsnotiz: Ihr Shop",
        "Automatische Antwort: Ihr Shop",
        "Réponse automatique : Votre boutique",
        "Respuesta automática: Su tienda",
        "Risposta automatica: Il vostro negozio",
        "Automatisch antwoord: Uw winkel",
        "Odpowiedź automatyczna: Sklep",
        "Resposta automática: Loja",
        "Autosvar: Din butik",
        "Automatisk svar: Din butik",
        "Automaattinen vastaus: Kauppa",
        "自動返信: お店",
        "自动回复: 商店",
        "[Auto-Reply] Your shop",
    ],
)
def test_a_subject_that_only_mail_systems_write_decides(subject):
    assert decide(mail("Not here.", subject=subject, answers=False)).label is Label.AUTO_REPLY


@pytest.mark.parametrize(
    "subject",
    ["Re: Automatic reply: Your shop", "Out of office on Friday", "Automatic replies that convert", "Auto parts", "Vacation rentals"],
)  # fmt: skip
def test_a_subject_that_people_write_does_not(subject):
    assert decide(mail("Yes, what does it cost?", subject=subject)).undecided


@pytest.mark.parametrize(
    "text",
    [
        "Hi Sam, I'm on vacation next week, can we talk after?",
        "I am out of the office on Friday but Monday works for a call.",
        "Thanks! I'm travelling this week, could you send me the deck?",
        "We are closed on Mondays, please call on Tuesday.",
        "Bob left the company last year, I do purchasing now. What does it cost?",
        "I'm on holiday until the 12th. Let's speak then, your idea is interesting.",
        "Ich bin nächste Woche im Urlaub, können wir danach telefonieren?",
        "Bin gerade unterwegs, schicken Sie mir bitte ein Angebot.",
        "Je suis en congés la semaine prochaine, rappelez-moi après le 20.",
        "Our receptionist sends an automatic reply to everybody, sorry for that. Tell me more.",
        "We received your message. Please send prices.",
        "Thank you for contacting us. I'd be happy to have a look, what do you charge?",
        "My assistant is out of office, so I answer myself. Sounds good.",
        "I'll be away from my desk for an hour - call my cell.",
        "Jan is no longer with us on this project; I have taken over and we can talk.",
        "Estoy fuera de la oficina hoy pero puede llamarme mañana.",
        "Estou de férias mas pode enviar a proposta.",
        "Jag är ledig på fredag men ring gärna på måndag.",
        "Ik ben vrijdag vrij, bel me maandag maar.",
        "来週休暇ですが、その後お電話ください。",
        "We got your message and will answer within two days, can you do 500 units?",
        "Wir haben Ihre Nachricht erhalten und haben Interesse an einem Termin.",
        "Thank you for contacting us, but we are not interested.",
        "He no longer works here. I'm the new owner and would like to know more.",
        "Could you resend? I was on leave and lost the mail.",
        "The file is auto-generated, do not edit it by hand.",
    ],
)
@pytest.mark.parametrize("subject", ["Re: Your shop", "Out of the office", "[#4711] Your shop"])
def test_a_person_who_mentions_an_absence_is_a_person(text, subject):
    assert decide(mail(text, subject=subject, answers=subject.startswith("Re"))).auto_reply is None


def test_a_bare_absence_that_answers_nothing_is_read_as_a_persons():
    """Whoever tells colleagues of an absence writes the same words; a note answers a mail."""
    assert decide(mail("I am out of the office on Friday.", subject="Friday", answers=False)).undecided


@pytest.mark.parametrize(
    "header",
    ["X-Autoreply: yes", "X-Autorespond: 1", "Precedence: auto_reply", "X-Vacation: on", "X-OOF: true",
     "X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent", "Auto-Submitted: auto-notified",
     "Delivered-To: Autoresponder", "X-Mailer: vacation 1.2.7", "X-Autogenerated: Reply"],
)  # fmt: skip
def test_a_header_that_only_software_sets_decides(header):
    assert decide(mail("Thanks, sounds good.", header)).label is Label.AUTO_REPLY


@pytest.mark.parametrize(
    "header",
    ["X-MS-Exchange-Inbox-Rules-Loop: ann@firm.example", "X-Auto-Response-Suppress: DR, OOF, AutoReply",
     "X-Autoreply: no", "Auto-Submitted: no", "X-Loop: ann@firm.example", "Precedence: normal"],
)  # fmt: skip
def test_a_header_that_a_persons_mail_may_bear_does_not(header):
    assert decide(mail("Thanks, sounds good. Call me.", header)).undecided


def test_a_help_desk_thanks_by_itself_and_carries_what_its_people_write():
    desk = ("X-Zendesk-From-Account-Id: 1", "Auto-Submitted: auto-generated")
    thanks = decide(mail("We have received your request and will get back to you.", *desk))
    assert (thanks.label, thanks.auto_reply.kind) == (Label.AUTO_REPLY, AutoKind.TICKET)
    assert decide(mail("We would like to see it. What does it cost a month?", *desk)).undecided


def test_a_challenge_is_known():
    said = "Your message was held. Please click the link to verify that you are a human: https://x.example/c"
    assert decide(mail(said)).auto_reply.kind is AutoKind.CHALLENGE


def test_an_unattended_mailbox_that_thanks_is_a_machine():
    verdict = decide(mail("We have received your message.", sender="noreply@firm.example"))
    assert (verdict.label, verdict.rule) == (Label.AUTO_REPLY, "unattended_sender")


def test_words_beside_an_automatic_line_are_seen_and_judged_as_the_persons():
    text = "I am currently out of the office until Monday.\n\nPS: this looks interesting, please call me next week."
    found = decide(mail(text, "Auto-Submitted: auto-replied"))
    assert found.label is Label.AUTO_REPLY
    assert found.needs_review
    assert found.auto_reply.own_label == "WARM"
    assert "interesting" in found.auto_reply.own_words
    assert found.auto_reply.returns_on == date(2026, 10, 12)


def test_a_wish_for_no_more_mail_beside_an_automatic_line_is_one():
    text = "I am currently out of the office until Monday.\n\nPS: please take me off your list."
    assert decide(mail(text, "Auto-Submitted: auto-replied")).label is Label.UNSUBSCRIBE


def test_what_is_kept_of_a_note_names_whom_to_ask_instead():
    row = read(NOTES[0][1])
    assert row["substitute"] == "maria@firm.example"
    assert row["substitute_name"] == "Maria Lopez"
    assert row["returns_on"] == "2026-10-12"


def test_words_without_any_header_are_taken_for_an_answers():
    said = Message(headers=(("subject", ""),), text="I am out of the office until Monday.")
    assert decide(said).label is Label.AUTO_REPLY
