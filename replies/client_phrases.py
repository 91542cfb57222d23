"""What mail clients write around a quote, by language. Data for ``visible``; no logic.

Collected from the clients' own localisations: Gmail, Outlook, Apple Mail, Thunderbird, Yahoo.
Languages: en de fr es it nl pl pt sv da no fi ja zh, and cs sk hu ro ru uk tr lt el vi ko ar where short.
"""

# ruff: noqa: E501 - patterns read best whole, one idea a line
from __future__ import annotations

# First words of "On 3 May 2026 at 10:00, Ann wrote:". A weekday or a date may stand there instead.
OPENINGS = (
    "on", "am", "le", "el", "il", "op", "em", "den", "på", "w dniu", "dnia", "a", "dne", "dňa", "în", "la",
    "pe", "vào", "ons", "tors", "tis", "mån", "fre", "lör", "sön", "kl", "på", "ma", "ti", "ke", "to", "pe",
    "la", "su", "pada", "em", "no dia", "vom", "le", "gio", "lun", "mar", "mer", "ven", "sab", "dom", "jue",
    "vie", "mié", "sáb", "do", "di", "wo", "vr", "za", "zo", "wt", "śr", "czw", "pt", "sob", "niedz", "pon",
    "maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai", "στις", "в",
    "от", "пн", "вт", "ср", "чт", "пт", "сб", "вс", "у", "а", "em seg", "em ter", "man", "tir", "tor", "lør",
    "søn", "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica", "mon", "tue", "wed",
    "thu", "fri", "sat", "sun", "sent from", "في", "në", "pirm", "antr", "treč", "ketv", "penkt", "šešt", "sekm",
)  # fmt: skip

# The verb of that sentence.
VERBS = (
    "wrote", "writes", "sent", "schrieb", "schreef", "geschreven", "a écrit", "a ecrit", "escribió",
    "escribio", "escribe", "ha scritto", "scrive", "escreveu", "napisał", "napisała", "napisał(a)",
    "napisal", "napísal", "napsal", "napsal(a)", "napísal(a)", "pisze", "skrev", "skreiv", "kirjoitti",
    "írta", "a scris", "yazdı", "şunları yazdı", "написал", "написала", "написал(а)", "пишет", "написав",
    "пише", "έγραψε", "đã viết", "写道", "寫道", "書きました", "のメール", "wrote the following", "rašė",
    "parašė", "작성", "님이 작성", "كتب", "schrieben", "menulis", "shkroi",
)  # fmt: skip

# Field names of a header block that a client prints above the history.
FROM_LABELS = (
    "from", "von", "de", "da", "van", "od", "från", "fra", "lähettäjä", "差出人", "发件人", "寄件者", "寄件人",
    "feladó", "gönderen", "kimden", "от", "від", "από", "nuo", "보낸 사람", "expéditeur", "absender", "mittente",
    "remitente", "afzender", "de la", "送信者", "من",
)  # fmt: skip
SENT_LABELS = (
    "sent", "date", "gesendet", "datum", "envoyé", "envoye", "fecha", "enviado", "enviado el", "inviato",
    "data", "verzonden", "wysłano", "wyslano", "skickat", "datum", "sendt", "dato", "lähetetty", "päiväys",
    "päivämäärä", "送信日時", "日付", "日時", "发送时间", "日期", "時間", "傳送時間", "寄件日期", "odesláno", "odoslané",
    "elküldve", "dátum", "trimis", "gönderilme tarihi", "tarih", "отправлено", "дата", "надіслано", "ημερομηνία",
    "išsiųsta", "보낸 날짜", "날짜", "ngày", "sent on", "enviada em", "enviado em", "inviato il", "التاريخ",
)  # fmt: skip
OTHER_LABELS = (
    "to", "cc", "bcc", "subject", "reply-to", "importance", "an", "betreff", "kopie", "wichtigkeit", "à", "a",
    "objet", "para", "asunto", "assunto", "oggetto", "aan", "onderwerp", "do", "temat", "dw", "till", "ämne",
    "kopia", "til", "emne", "kopi", "vastaanottaja", "aihe", "kopio", "宛先", "件名", "收件人", "主题", "主旨",
    "收件者", "副本", "抄送", "komu", "předmět", "predmet", "címzett", "tárgy", "către", "subiect", "kime",
    "konu", "alıcı", "кому", "тема", "копия", "προς", "θέμα", "kam", "tema", "받는 사람", "제목", "đến", "chủ đề",
    "destinatário", "destinataire", "destinatario", "إلى", "الموضوع", "ricevuto", "sujet",
)  # fmt: skip

# Between dashes: everything behind is history.
ORIGINAL = (
    "original message", "original mail", "original appointment", "ursprüngliche nachricht", "originalnachricht",
    "message d'origine", "message original", "mensaje original", "messaggio originale", "oorspronkelijk bericht",
    "origineel bericht", "oprindelig meddelelse", "oprindelig besked", "originalmeddelande",
    "ursprungligt meddelande", "mensagem original", "wiadomość oryginalna", "oryginalna wiadomość",
    "opprinnelig melding", "alkuperäinen viesti", "původní zpráva", "pôvodná správa", "eredeti üzenet",
    "исходное сообщение", "пересылаемое сообщение", "orijinal mesaj", "mesajul original", "原始邮件", "原始郵件",
    "元のメッセージ", "original-nachricht", "reply message", "reply above this line", "original e-mail",
    "ursprüngliche mail", "message initial", "보낸 메일", "원본 메일", "originalus laiškas",
)  # fmt: skip
FORWARDED = (
    "forwarded message", "begin forwarded message", "weitergeleitete nachricht",
    "anfang der weitergeleiteten nachricht", "message transféré", "début du message réexpédié",
    "début du message transféré", "mensaje reenviado", "inicio del mensaje reenviado", "messaggio inoltrato",
    "inizio messaggio inoltrato", "doorgestuurd bericht", "begin doorgestuurd bericht",
    "przekazana wiadomość", "wiadomość przekazana", "początek przekazywanej wiadomości",
    "mensagem encaminhada", "início da mensagem reencaminhada", "vidarebefordrat meddelande",
    "vidarebefordrat brev", "videresendt besked", "videresendt meddelelse", "videresendt melding",
    "start på videresendt melding", "edelleenlähetetty viesti", "välitetty viesti", "přeposlaná zpráva",
    "転送メッセージ", "转发邮件", "轉寄郵件", "転送されたメッセージ", "пересланное сообщение", "forwarded by",
)  # fmt: skip

# A line of its own that a phone or a service adds.
FOOTERS = (
    r"sent from (?:my |the |an? )?(?!desk\b)(?:[\w'’.+-]+ ){0,5}(?:iphone|ipad|ipod|phone|android|blackberry|"
    r"galaxy|samsung|mobile|device|smartphone|tablet|windows|mail|pixel|huawei|xiaomi|nokia|htc|verizon|"
    r"handheld|outlook|gmail|yahoo|proton|thunderbird|spark|acompli|droid|motorola|sony|oneplus|workspace|app)\b.*",
    r"sent (?:via|using|with|by) .{2,60}",
    r"sent from (?:mail|outlook|yahoo|proton|gmail|samsung|windows|mobile).{0,60}",
    r"get outlook for .{2,60}",
    r"(?:von|aus) meinem? .{2,40} gesendet.*",
    r"gesendet (?:von|mit|über) .{2,60}",
    r"diese nachricht wurde von meinem .{2,60} gesendet.*",
    r"envoyé (?:de|depuis|à partir d[eu]|avec) .{2,60}",
    r"télécharger outlook pour .{2,40}",
    r"enviado (?:desde|do|de|a partir d[eo]|con) .{2,60}",
    r"obtener outlook para .{2,40}|obter o outlook para .{2,40}",
    r"inviato (?:da|dal|con) .{2,60}",
    r"verstuurd vanaf .{2,60}|verzonden (?:vanaf|met) .{2,60}",
    r"wysłan[eoy] z .{2,60}|wysłane za pomocą .{2,60}",
    r"skickat från .{2,60}|skickades från .{2,60}|hämta outlook för .{2,40}",
    r"sendt fra .{2,60}|hent outlook til .{2,40}",
    r"lähetetty .{2,40}(?:puhelimesta|iphonesta|laitteesta|ipadista).*",
    r"odesláno z .{2,60}|odoslané z .{2,60}",
    r"iphoneから送信|ipadから送信|.{0,20}から送信",
    r"发自我的.{1,30}|來自我的.{1,30}|从我的.{1,20}发送|發自我的.{1,30}",
    r"отправлено (?:с|из) .{2,60}|надіслано з .{2,60}",
    r"išsiųsta iš .{2,60}|na?der? gönderildi.*|.{2,20}den gönderildi",
    r"download outlook for .{2,40}|holen sie sich outlook für .{2,40}|outlook für (?:ios|android) beziehen",
)

# A closing that stands alone on its line; what follows is the signature.
CLOSINGS = (
    "best", "best regards", "kind regards", "regards", "warm regards", "warmest regards", "many regards",
    "with kind regards", "with best regards", "best wishes", "all the best", "sincerely", "yours sincerely",
    "yours faithfully", "yours truly", "cheers", "cordially", "respectfully", "br", "rgds", "kr", "sincerely yours",
    "mit freundlichen grüßen", "mit freundlichen grüssen", "mit freundlichem gruß", "freundliche grüße",
    "freundliche grüsse", "viele grüße", "viele grüsse", "beste grüße", "beste grüsse", "liebe grüße",
    "herzliche grüße", "schöne grüße", "schönen gruß", "mit besten grüßen", "mfg", "vg", "lg", "gruß", "grüße",
    "cordialement", "bien cordialement", "bien à vous", "sincères salutations", "salutations", "cdlt",
    "meilleures salutations", "amicalement", "respectueusement",
    "saludos", "un saludo", "saludos cordiales", "cordiales saludos", "atentamente", "un cordial saludo",
    "reciba un cordial saludo", "saluti", "cordiali saluti", "distinti saluti", "un cordiale saluto",
    "un saluto", "cordialmente", "met vriendelijke groet", "met vriendelijke groeten", "vriendelijke groeten",
    "vriendelijke groet", "hartelijke groet", "mvg", "groet", "groeten", "groetjes",
    "pozdrawiam", "z poważaniem", "z powazaniem", "pozdrawiam serdecznie", "serdecznie pozdrawiam",
    "z wyrazami szacunku", "atenciosamente", "com os melhores cumprimentos", "melhores cumprimentos",
    "cumprimentos", "abraços", "abraço", "att", "med vänlig hälsning", "med vänliga hälsningar",
    "vänliga hälsningar", "vänligen", "hälsningar", "mvh", "bästa hälsningar", "med venlig hilsen",
    "venlig hilsen", "venlige hilsner", "de bedste hilsner", "hilsen", "kh", "vh", "kærlig hilsen",
    "med vennlig hilsen", "vennlig hilsen", "beste hilsen", "ystävällisin terveisin", "terveisin",
    "parhain terveisin", "ystävällisesti", "t", "s pozdravem", "s pozdravom", "üdvözlettel", "tisztelettel",
    "cu stimă", "cu respect", "saygılarımla", "с уважением", "з повагою", "με εκτίμηση", "pagarbiai",
    "以上、よろしくお願いいたします", "よろしくお願いいたします", "よろしくお願い致します", "以上", "此致", "此致敬礼", "祝好", "顺祝商祺",
    "مع التحية", "تحياتي", "trân trọng",
)  # fmt: skip

# First words of a legal notice below the signature, and of a gateway's warning above the text.
DISCLAIMERS = (
    r"disclaimer\b", r"confidentiality notice", r"legal notice\b", r"haftungsausschluss", r"avis de confidentialité",
    r"this (?:e-?mail|message|communication)(?: and any .{0,60})? (?:is|are|may|contains?|has been) .{0,60}"
    r"(?:confidential|privileged|intended|scanned)",
    r"the information (?:contained )?in this .{0,40}(?:confidential|privileged)",
    r"diese (?:e-?mail|nachricht) (?:enthält|kann|ist) .{0,60}vertraulich", r"vertraulichkeitshinweis",
    r"ce (?:message|courriel|mail)(?: et .{0,60})? (?:est|sont|peut|peuvent) .{0,60}confidentiel",
    r"este (?:mensaje|correo)(?: .{0,60})? .{0,60}confidencial", r"aviso legal", r"avviso di riservatezza",
    r"dit (?:bericht|e-mailbericht) .{0,60}vertrouwelijk", r"please consider the environment",
    r"denken sie an die umwelt", r"virus-free\.", r"virenfrei\.", r"you are receiving this because you",
    r"reply to this email directly or view it on",
)  # fmt: skip
BANNERS = (
    r"\[?(?:caution|warning|external(?: e-?mail| sender)?|achtung|attention|vorsicht|let op|attenzione|atención)"
    r"\]?\s*[:!-].{0,40}(?:e-?mail|message|sender|nachricht|outside|extern|courriel|bericht|correo|messaggio).*",
    r"this (?:e-?mail|message) (?:originated|was sent|came) from outside .*",
    r"you don'?t often get (?:e-?mail|email) from .*",
    r"some people who received this message don'?t often get email from .*",
    r"sie erhalten nicht h(?:ä|ae)ufig e-?mails von .*",
    r"\[?external\]?",
)
