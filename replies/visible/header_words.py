"""What mail clients print above a quote, by language. Data; no logic.

Written down from the clients' own wording: Gmail, Outlook, Apple Mail, Thunderbird, Yahoo, Notes, GroupWise,
K-9, Samsung, Proton, Zoho. Languages: en de fr es it nl pl pt sv da no fi ja zh, and cs sk hu ro ru uk tr lt
el vi ko ar he id th hr sl ca where they are short.
"""

# ruff: noqa: E501 - one language after the other
from __future__ import annotations

# First words of "On 3 May 2026 at 10:00, Ann wrote:". A weekday or a date may stand there instead.
OPENINGS = (
    "on", "at", "am", "le", "el", "il", "op", "em", "den", "på", "w dniu", "dnia", "a", "dne", "dňa", "în", "la",
    "pe", "vào", "su", "pada", "no dia", "vom", "в", "от", "у", "а", "на", "στις", "στη", "من", "في", "në", "u",
    "dana", "dne", "el dia", "el día", "data", "in data", "il giorno", "le jour", "date", "datum", "fecha",
    "in article", "in message", "citát", "quoting", "zitat von", "citando", "wiadomość napisana przez",
    "ons", "tors", "tis", "mån", "fre", "lör", "sön", "kl", "ma", "ti", "ke", "to", "gio", "lun", "mar", "mer",
    "ven", "sab", "dom", "jue", "vie", "mié", "sáb", "do", "di", "wo", "vr", "za", "zo", "wt", "śr", "czw", "pt",
    "sob", "niedz", "pon", "maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai",
    "sunnuntai", "пн", "вт", "ср", "чт", "пт", "сб", "вс", "понедельник", "вторник", "среда", "четверг",
    "пятница", "суббота", "воскресенье", "нд", "em seg", "em ter", "em qua", "em qui", "em sex", "em sáb", "em dom",
    "man", "tir", "tor", "lør", "søn", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag",
    "måndag", "tisdag", "lördag", "söndag", "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato",
    "domenica", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "lunes", "martes",
    "miércoles", "jueves", "viernes", "sábado", "domingo", "montag", "dienstag", "mittwoch", "donnerstag",
    "freitag", "samstag", "sonntag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag",
    "zondag", "poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela", "po", "út", "st",
    "čt", "pá", "so", "ne", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "monday", "tuesday", "wednesday",
    "thursday", "friday", "saturday", "sunday", "pirm", "antr", "treč", "ketv", "penkt", "šešt", "sekm", "na dan",
    "sent from", "בתאריך", "ב", "ในวันที่", "เมื่อ", "在", "于", "於",
)  # fmt: skip

# The verb of that sentence.
VERBS = (
    "wrote", "writes", "said", "says", "sent", "wrote the following", "schrieb", "schrieben sie", "schrieben",
    "geschrieben", "schreibt", "schreef", "schrijft", "geschreven", "het volgende geschreven", "a écrit", "a ecrit",
    "écrit", "escribió", "escribio", "escribe", "ha escrito", "ha scritto", "scrive", "escreveu", "escreve",
    "napisał", "napisała", "napisał(a)", "napisal", "napísal", "napsal", "napsal(a)", "napísal(a)", "pisze",
    "napisao je", "napisala je", "je napisal", "je napisala", "je napisao", "va escriure", "skrev", "skriver",
    "skreiv", "har skrivit", "har skrevet", "kirjoitti", "kirjoittaa", "írta", "ezt írta", "a scris", "scrie",
    "yazdı", "şunu yazdı", "şunları yazdı", "tarihinde yazdı", "написал", "написала", "написал(а)", "пишет",
    "писал", "писал(а)", "написав", "написала", "пише", "έγραψε", "đã viết", "写道", "寫道", "书き", "書きました",
    "のメール", "さんは書きました", "は書きました", "rašė", "parašė", "작성", "님이 작성", "님이 쓴 글", "쓴 글", "이(가) 쓴 글", "كتب",
    "menulis", "shkroi", "כתב", "כתבה", "כתב/ה", "מאת", "เขียนว่า",
)  # fmt: skip

# Field names of a header block that a client prints above the history.
FROM_LABELS = (
    "from", "von", "de", "da", "van", "od", "från", "fra", "lähettäjä", "差出人", "发件人", "發件人", "寄件者", "寄件人",
    "feladó", "gönderen", "kimden", "от", "от кого", "від", "від кого", "από", "nuo", "보낸 사람", "보낸사람", "expéditeur", "absender",
    "mittente", "remitente", "afzender", "avsändare", "afsender", "avsender", "nadawca", "remetente", "odesílatel",
    "odosielateľ", "de la", "送信者", "送信元", "من", "מאת", "từ", "dari", "จาก", "pošiljatelj", "šalje", "de part de",
    "resent-from", "sender",
)  # fmt: skip
SENT_LABELS = (
    "sent", "date", "gesendet", "gesendet am", "datum", "envoyé", "envoye", "envoyé le", "date d'envoi", "fecha",
    "enviado", "enviado el", "inviato", "inviato il", "data", "data invio", "verzonden", "verzonden op", "wysłano", "wyslano",
    "wysłane", "data wysłania", "skickat", "skickat den", "datum", "sendt", "sendt den", "dato", "lähetetty", "päiväys", "päivämäärä",
    "pvm", "送信日時", "日付", "日時", "送信日", "发送时间", "發送時間", "发送日期", "日期", "时间", "時間", "傳送時間", "寄件日期",
    "odesláno", "odoslané", "elküldve", "küldve", "dátum", "trimis", "trimis la", "gönderilme tarihi", "gönderildi", "tarih",
    "отправлено", "дата", "дата отправки", "надіслано", "ημερομηνία", "στάλθηκε", "išsiųsta", "보낸 날짜", "보낸날짜", "날짜", "ngày",
    "đã gửi", "sent on", "sent at", "enviada em", "enviado em", "enviada", "data de envio", "التاريخ", "تاريخ الإرسال", "נשלח", "תאריך",
    "tanggal", "dikirim", "วันที่", "poslano", "datums", "enviat",
)  # fmt: skip
TO_LABELS = (
    "to", "an", "à", "a", "para", "aan", "do", "till", "til", "vastaanottaja", "宛先", "收件人", "收件者", "komu", "címzett",
    "către", "catre", "kime", "alıcı", "кому", "προς", "kam", "받는 사람", "받는사람", "đến", "tới", "destinatário", "destinataire",
    "destinatario", "empfänger", "ontvanger", "mottagare", "modtager", "mottaker", "adresat", "إلى", "אל", "kepada", "ถึง", "za",
    "prima", "per a", "resent-to",
)  # fmt: skip
CC_LABELS = (
    "cc", "c.c.", "bcc", "kopie", "kopie (cc)", "copie à", "copie", "copia", "dw", "udw", "kopia", "kopi", "kopio", "副本", "抄送",
    "másolatot kap", "másolat", "bilgi", "копия", "копія", "κοιν", "kopija", "참조", "cópia", "in kopie", "skrytá kopie", "нкд",
    "نسخة", "עותק", "สำเนา", "ｃｃ",
)  # fmt: skip
SUBJECT_LABELS = (
    "subject", "betreff", "objet", "sujet", "asunto", "assunto", "oggetto", "onderwerp", "temat", "ämne", "emne", "aihe",
    "otsikko", "件名", "主题", "主題", "主旨", "标题", "předmět", "predmet", "tárgy", "subiect", "konu", "тема", "θέμα", "tema", "제목",
    "chủ đề", "الموضوع", "נושא", "subjek", "perihal", "เรื่อง", "zadeva", "assumpte", "betrifft",
)  # fmt: skip
OTHER_LABELS = (
    "reply-to", "importance", "priority", "wichtigkeit", "priorität", "importancia", "importância", "priorità", "urgentie",
    "importance", "attachments", "anlagen", "pièces jointes", "datos adjuntos", "allegati", "bijlagen", "załączniki",
    "bilagor", "vedhæftede filer", "antwort an", "répondre à", "responder a", "rispondi a", "重要度", "添付ファイル", "附件", "重要性",
    "message-id", "mailed-by", "newsgroups", "organization", "resent-date", "ricevuto", "sent by", "please respond to",
)  # fmt: skip

# Between dashes: everything behind is history.
ORIGINAL = (
    "original message", "original mail", "original e-mail", "original email", "original appointment", "original text",
    "ursprüngliche nachricht", "ursprüngliche mail", "ursprüngliche e-mail", "originalnachricht", "original-nachricht",
    "originalmail", "ursprünglicher termin", "message d'origine", "message original", "message initial", "mensaje original",
    "messaggio originale", "messaggio original", "oorspronkelijk bericht", "oorspronkelijke bericht", "origineel bericht",
    "oprindelig meddelelse", "oprindelig besked", "original meddelelse", "originalmeddelande", "ursprungligt meddelande",
    "mensagem original", "wiadomość oryginalna", "oryginalna wiadomość", "wiadomość źródłowa", "opprinnelig melding",
    "opprinnelig epost", "alkuperäinen viesti", "původní zpráva", "pôvodná správa", "eredeti üzenet", "исходное сообщение",
    "оригинальное сообщение", "вихідне повідомлення", "orijinal mesaj", "özgün ileti", "mesajul original", "mesaj original", "原始邮件",
    "原始郵件", "原始信件", "元のメッセージ", "オリジナルメッセージ", "original message", "reply message", "reply above this line",
    "reply above", "보낸 메일", "원본 메일", "원본 메시지", "originalus laiškas", "izvorna poruka", "izvirno sporočilo", "pesan asli",
    "αρχικό μήνυμα", "thư gốc", "missatge original", "הודעה מקורית", "الرسالة الأصلية", "previous message", "last message",
)  # fmt: skip
FORWARDED = (
    "forwarded message", "forwarded by", "forwarded mail", "begin forwarded message", "weitergeleitete nachricht", "weitergeleitete mail",
    "anfang der weitergeleiteten nachricht", "anfang der weitergeleiteten e-mail", "weitergeleitet von",
    "message transféré", "message transmis", "début du message réexpédié", "début du message transféré", "transféré par",
    "mensaje reenviado", "inicio del mensaje reenviado", "reenviado por", "messaggio inoltrato", "inizio messaggio inoltrato",
    "inizio del messaggio inoltrato", "doorgestuurd bericht", "begin doorgestuurd bericht", "przekazana wiadomość",
    "wiadomość przekazana", "treść przekazanej wiadomości", "początek przekazywanej wiadomości", "mensagem encaminhada",
    "início da mensagem reencaminhada", "início da mensagem encaminhada", "mensagem reencaminhada",
    "vidarebefordrat meddelande", "vidarebefordrat brev", "videresendt besked", "videresendt meddelelse",
    "videresendt melding", "videresendt e-post", "start på videresendt melding", "startar vidarebefordrat brev",
    "påbegynt videresendt besked", "vidaresendt melding", "edelleenlähetetty viesti", "välitetty viesti", "přeposlaná zpráva",
    "preposlaná správa", "továbbított üzenet", "mesaj redirecționat", "iletilmiş mesaj", "yönlendirilen ileti",
    "転送メッセージ", "転送されたメッセージ", "转发邮件", "转发的邮件", "轉寄郵件", "轉寄的郵件", "пересланное сообщение", "пересылаемое сообщение",
    "переслане повідомлення", "전달된 메시지", "전달된 메일", "προωθημένο μήνυμα", "proslijeđena poruka", "posredovano sporočilo",
)  # fmt: skip
