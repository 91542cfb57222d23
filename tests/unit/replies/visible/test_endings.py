"""Where a person's words end: closings, signatures and phones' footers in many languages."""

import pytest

from replies.visible.cut import extract
from tests.unit.replies.visible.test_clients import BLOCKS, HEADINGS

SAID = {
    "en": "Thanks, that sounds fine.\n\nCould you send me the details for our shop?",
    "de": "Danke, das klingt gut.\n\nKönnen Sie mir die Einzelheiten schicken?",
    "fr": "Merci, cela me convient.\n\nPouvez-vous m'envoyer les détails ?",
    "es": "Gracias, suena bien.\n\n¿Me envía los detalles?",
    "it": "Grazie, mi sembra buono.\n\nMi manda i dettagli?",
    "nl": "Bedankt, klinkt goed.\n\nKunt u mij de details sturen?",
    "pl": "Dziękuję, brzmi dobrze.\n\nProszę przesłać szczegóły.",
    "pt": "Obrigado, parece bom.\n\nPode enviar os detalhes?",
    "sv": "Tack, det låter bra.\n\nKan du skicka detaljerna?",
    "da": "Tak, det lyder godt.\n\nKan du sende detaljerne?",
    "no": "Takk, det høres bra ut.\n\nKan du sende detaljene?",
    "fi": "Kiitos, kuulostaa hyvältä.\n\nVoitko lähettää tiedot?",
    "ja": "ありがとうございます。\n\n詳細を送っていただけますか。",
    "zh": "谢谢，听起来不错。\n\n请把详细资料发给我。",
}
CLOSINGS = {
    "en": ("Best regards,", "Kind regards", "Cheers,", "Sincerely,", "Thanks and best regards,"),
    "de": ("Mit freundlichen Grüßen", "Viele Grüße", "LG", "MfG", "Vielen Dank und freundliche Grüße",
           "Herzliche Grüße aus Berlin"),
    "fr": ("Cordialement,", "Bien à vous,", "Merci et bonne journée", "Salutations"),
    "es": ("Un saludo,", "Saludos cordiales", "Atentamente", "Saludos"),
    "it": ("Cordiali saluti", "Saluti", "Distinti saluti"),
    "nl": ("Met vriendelijke groet,", "Groeten,", "Mvg,"),
    "pl": ("Pozdrawiam", "Z poważaniem", "Pozdrawiam serdecznie,"),
    "pt": ("Atenciosamente,", "Cumprimentos", "Abraço"),
    "sv": ("Med vänlig hälsning", "Mvh", "Hälsningar"),
    "da": ("Med venlig hilsen", "Venlig hilsen"),
    "no": ("Med vennlig hilsen", "Hilsen"),
    "fi": ("Ystävällisin terveisin", "Terveisin"),
    "ja": ("よろしくお願いいたします。", "敬具"),
    "zh": ("祝好", "此致敬礼"),
}  # fmt: skip
SIGNATURES = (
    "Ann Doe",
    "Ann Doe\nHead of E-Commerce\nFirm GmbH\nT +49 30 1234567\nwww.firm.example",
    "Ann Doe | Firm Ltd | +44 20 7946 0000",
    "-- \nAnn Doe\nFirm Ltd",
    "Ann Doe\n\nFirm Inc.\n1 Main Street\nSpringfield\nTel: 555-0100\nann@firm.example",
    "*Ann Doe*\nOwner\n<https://firm.example>",
    "",
)
FOOTERS = (
    "",
    "Sent from my iPhone",
    "Von meinem iPhone gesendet",
    "Envoyé de mon iPhone",
    "Enviado desde mi iPhone",
    "Inviato da iPhone",
    "Verstuurd vanaf mijn iPhone",
    "Wysłane z iPhone’a",
    "Skickat från min iPhone",
    "Sendt fra min iPhone",
    "Lähetetty iPhonesta",
    "iPhoneから送信",
    "发自我的iPhone",
    "Get Outlook for iOS<https://aka.ms/o0ukef>",
    "This email and any attachments are confidential and intended solely for the addressee.",
)


@pytest.mark.parametrize("language", SAID)
@pytest.mark.parametrize("number", range(len(SIGNATURES)))
def test_words_end_where_their_closing_begins(language, number):
    for at, closing in enumerate(CLOSINGS[language]):
        footer = FOOTERS[(at * 4 + number) % len(FOOTERS)]
        heading = list(HEADINGS.values())[(at + number) % len(HEADINGS)]
        tail = "\n\n".join(part for part in (f"{closing}\n{SIGNATURES[number]}".strip(), footer) if part)
        seen = extract(f"{SAID[language]}\n\n{tail}\n\n{heading}\n> our words\n> more", "Ann Doe")
        assert "".join(seen.text.split()) == "".join(SAID[language].split()), (closing, footer)


@pytest.mark.parametrize("footer", [footer for footer in FOOTERS if footer])
@pytest.mark.parametrize("block", BLOCKS)
def test_a_phones_footer_or_a_notice_is_nobodys_words(footer, block):
    seen = extract(f"{SAID['en']}\n\n{footer}\n\n{BLOCKS[block]}\n\nour words")
    assert seen.text == SAID["en"]


@pytest.mark.parametrize("signature", [s for s in SIGNATURES if s])
def test_a_signature_that_no_closing_announces_begins_with_the_authors_name(signature):
    assert extract(f"{SAID['en']}\n\n{signature}", "Ann Doe").text == SAID["en"]
