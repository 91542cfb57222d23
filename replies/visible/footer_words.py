"""How a person's words end, by language: closings, clients' footers, legal notices, list footers, banners.

Data; no logic. Languages as in ``header_words``.
"""

# ruff: noqa: E501 - patterns read best whole, one idea a line
from __future__ import annotations

# A line of its own that a phone or a service adds.
FOOTERS = (
    r"sent from (?:my |the |an? )?(?!desk\b)(?:[\w'’.+-]+ ){0,5}(?:iphone|ipad|ipod|phone|android|blackberry|"
    r"galaxy|samsung|mobile|device|smartphone|tablet|windows|mail|pixel|huawei|xiaomi|nokia|htc|verizon|"
    r"handheld|outlook|gmail|yahoo|proton|thunderbird|spark|acompli|droid|motorola|sony|oneplus|workspace|app|nine|bluemail|"
    r"apple|watch|airmail|polymail|superhuman|front|newton|edison|mailbird|treo|palm|wireless)\b.*",
    r"sent (?:via|using|with|by) .{2,60}",
    r"sent from (?:mail|outlook|yahoo|proton|gmail|samsung|windows|mobile|a mobile|my mobile).{0,60}",
    r"(?:get|download) outlook for .{2,40}", r"from my (?:iphone|ipad|android|blackberry|mobile|phone|samsung|galaxy).{0,30}",
    r"[\w.]+ from (?:my )?mobile", r"via mobile", r"typed (?:on|with) .{2,40}(?:phone|thumbs?|mobile).{0,40}",
    r"(?:please )?(?:excuse|forgive|pardon) (?:any |my |the )?(?:brevity|typos|spelling|auto-?correct|terse).{0,80}",
    r"connected by .{2,30}", r"(?:this (?:email|message) was )?sent from (?:an? )?(?:unmonitored|shared) .{2,40}",
    r"do you yahoo!\?.*", r"get your free .{2,80}", r"yahoo! .{2,40} - .{2,60}", r"join the world.s largest e-mail service.*",
    r"msn .{2,40}: .{2,80}", r"(?:sign up|chat online) .{2,80}msn.*", r"-= .{3,200}=-",
    r"(?:von|aus) (?:meinem?|unterwegs|dem) .{0,40}\s?gesendet.*", r"gesendet (?:von|mit|über|aus) .{2,60}",
    r"diese nachricht wurde von .{2,80} gesendet.*", r"von unterwegs (?:gesendet|geschickt).*", r"holen sie sich outlook für .{2,40}|outlook für (?:ios|android|mac) .{2,30}",
    r"envoyé (?:de|depuis|à partir d[eu]|avec|par) .{2,60}", r"(?:télécharger|obtenez|obtenir) outlook pour .{2,40}", r"provenance : .{2,60}",
    r"enviado (?:desde|do|de|a partir d[eo]|con|com|pelo|via) .{2,60}", r"obtener outlook para .{2,40}|obt(?:er|enha) o outlook para .{2,40}",
    r"inviato (?:da|dal|con|tramite) .{2,60}", r"(?:ottieni|scarica) outlook per .{2,40}",
    r"verstuurd vanaf .{2,60}|verzonden (?:vanaf|met|via) .{2,60}|(?:outlook|download outlook) voor .{2,40}",
    r"wysłan[eoya] z(?:e)? .{2,60}|wysłane za pomocą .{2,60}|pobierz (?:aplikację )?outlook dla .{2,40}",
    r"skickat (?:från|via|med) .{2,60}|skickades från .{2,60}|hämta outlook för .{2,40}|från min (?:iphone|ipad|mobil).*",
    r"sendt (?:fra|via|med) .{2,60}|hent outlook (?:til|for) .{2,40}|få outlook (?:til|for) .{2,40}",
    r"lähetetty .{0,40}(?:puhelimesta|iphonesta|laitteesta|ipadista|androidista|puhelimella).*|hanki outlook .{2,40}",
    r"odesláno z .{2,60}|odoslané z .{2,60}|získejte outlook pro .{2,40}", r"iphoneから送信|ipadから送信|.{0,30}から送信(?:されました)?", r".{1,20}版outlook.{0,20}|outlook for (?:ios|android) .{2,30}",
    r"发自我的.{1,30}|來自我的.{1,30}|从我的.{1,20}发送|發自我的.{1,30}|從我的.{1,20}傳送|发自.{1,30}|获取 ?outlook.{1,30}",
    r"отправлено (?:с|из|от) .{2,60}|надіслано з .{2,60}|-- отправлено из .{2,60}", r"elküldve .{2,40}(?:ról|ről|ból|ből)", r"trimis de pe .{2,60}",
    r"išsiųsta iš .{2,60}|.{2,30}(?:den|dan|umdan|imden) gönderildi|ios için outlook.*", r"나의 .{1,20}에서 보냄|.{1,30}에서 보냄", r"στάλθηκε από .{2,60}", r"أُ?رسلت? من .{2,60}",
)  # fmt: skip

# A closing that stands alone on its line; what follows is the signature.
CLOSINGS = (
    "best", "best regards", "kind regards", "kindest regards", "regards", "warm regards", "warmest regards", "many regards", "my best", "very best",
    "with kind regards", "with best regards", "with regards", "best wishes", "all the best", "all best", "sincerely", "yours sincerely", "yours",
    "yours faithfully", "yours truly", "very truly yours", "very best regards", "cheers", "cordially", "respectfully", "respectfully yours", "br", "rgds", "kr", "brgds", "sincerely yours", "take care", "talk soon", "warmly", "love",
    "mit freundlichen grüßen", "mit freundlichen grüssen", "mit freundlichem gruß", "mit freundlichem gruss", "freundliche grüße", "mit freundlichen gruessen", "mit herzlichen grüßen",
    "freundliche grüsse", "viele grüße", "viele grüsse", "beste grüße", "beste grüsse", "liebe grüße", "liebe grüsse", "mit besten grüßen", "mit besten grüssen",
    "herzliche grüße", "herzliche grüsse", "schöne grüße", "schönen gruß", "besten gruß", "vielen dank und viele grüße", "mfg", "vg", "lg", "gruß", "gruss", "grüße", "hochachtungsvoll",
    "cordialement", "bien cordialement", "très cordialement", "bien à vous", "sincères salutations", "salutations", "cdlt", "sincèrement", "bonne journée", "bonne réception",
    "meilleures salutations", "salutations distinguées", "amicalement", "respectueusement", "bien amicalement", "à bientôt",
    "saludos", "un saludo", "saludos cordiales", "cordiales saludos", "atentamente", "un cordial saludo", "muchos saludos", "atte",
    "reciba un cordial saludo", "quedo a su disposición", "saluti", "cordiali saluti", "distinti saluti", "un cordiale saluto", "cari saluti", "a presto", "buona giornata",
    "un saluto", "cordialmente", "met vriendelijke groet", "met vriendelijke groeten", "vriendelijke groeten", "met hartelijke groet",
    "vriendelijke groet", "hartelijke groet", "hartelijke groeten", "mvg", "groet", "groeten", "groetjes", "hoogachtend",
    "pozdrawiam", "z poważaniem", "z powazaniem", "pozdrawiam serdecznie", "serdecznie pozdrawiam", "pozdrowienia", "łączę pozdrowienia",
    "z wyrazami szacunku", "z pozdrowieniami", "atenciosamente", "com os melhores cumprimentos", "melhores cumprimentos", "os melhores cumprimentos",
    "cumprimentos", "abraços", "abraço", "att", "com cumprimentos", "saudações", "med vänlig hälsning", "med vänliga hälsningar", "vänlig hälsning",
    "vänliga hälsningar", "vänligen", "hälsningar", "mvh", "bästa hälsningar", "hälsar", "med venlig hilsen", "med hilsen",
    "venlig hilsen", "venlige hilsner", "de bedste hilsner", "bedste hilsner", "mange hilsner", "hilsen", "kh", "vh", "kærlig hilsen",
    "med vennlig hilsen", "vennlig hilsen", "beste hilsen", "hilsen fra", "ystävällisin terveisin", "terveisin", "terveisin,", "yt",
    "parhain terveisin", "ystävällisesti", "t", "terv", "s pozdravem", "s pozdravom", "s přátelským pozdravem", "hezký den", "üdvözlettel", "tisztelettel", "üdv",
    "cu stimă", "cu respect", "saygılarımla", "iyi çalışmalar", "с уважением", "с наилучшими пожеланиями", "з повагою", "με εκτίμηση", "pagarbiai", "su pagarba", "geros dienos",
    "以上、よろしくお願いいたします", "よろしくお願いいたします", "よろしくお願い致します", "宜しくお願い致します", "何卒よろしくお願いいたします", "以上", "敬具", "此致", "此致敬礼", "祝好", "顺祝商祺", "谢谢", "敬上", "祝商祺",
    "감사합니다", "مع التحية", "تحياتي", "مع خالص التحية", "trân trọng", "בברכה", "ด้วยความเคารพ", "lep pozdrav", "s poštovanjem", "salutacions",
)  # fmt: skip

# First words of a legal notice or of a list's footer below the signature.
DISCLAIMERS = (
    r"disclaimer\b(?!\.\s*$)", r"confidentiality (?:notice|note|statement|warning)", r"legal (?:notice|disclaimer)\b", r"haftungsausschluss", r"avis de confidentialité", r"important(?: notice)? ?[:-]{1,2} ?(?:this|the) ",
    r"(?:this|the) (?:e-?mail|message|communication|transmission)(?: and any .{0,80}?)?,? (?:is|are|may|contains?|has been) .{0,90}?(?:confidential|privileged|intended|scanned|property of)",
    r"the (?:information|contents?)(?: contained| transmitted)? (?:in|of|with|by) this .{0,60}?(?:confidential|privileged|intended)", r"(?:if you are not|if you're not) the (?:intended|named) (?:recipient|addressee)",
    r"(?:nothing|any views?|the views?|any opinions?) (?:expressed )?in this (?:e-?mail|message)", r"privileged (?:and|/) confidential", r"\*?(?:notice|note|warning): this (?:e-?mail|message)",
    r"diese (?:e-?mail|nachricht) (?:enthält|kann|ist|und) .{0,90}?(?:vertraulich|bestimmt)", r"vertraulichkeitshinweis", r"der inhalt dieser (?:e-?mail|nachricht)", r"(?:sitz der gesellschaft|geschäftsführer|handelsregister|amtsgericht|ust-?id\S*)\s?:.*",
    r"ce (?:message|courriel|mail|courrier)(?: .{0,80}?)? (?:est|sont|peut|peuvent|contient) .{0,80}?confidentiel", r"este (?:mensaje|correo)(?: .{0,80}?)? .{0,80}?confidencial", r"aviso (?:legal|de confidencialidad)", r"avviso di riservatezza|questo messaggio .{0,80}riservat|le informazioni contenute in quest",
    r"dit (?:bericht|e-mailbericht)\b.{0,90}?(?:vertrouwelijk|bestemd)", r"de informatie (?:in|verzonden).{0,60}(?:vertrouwelijk|bestemd)", r"(?:niniejsz[aey]|treść tej) .{0,60}(?:poufn|wiadomo)", r"(?:esta mensagem|este e-?mail).{0,80}confidencia", r"(?:detta|dette) (?:meddelande|e-?mail|e-?post|mail).{0,80}(?:konfidentiel|fortrolig|sekretess)", r"tämä (?:viesti|sähköposti).{0,60}luottamuksel",
    r"(?:please )?(?:consider|think about|think of) (?:the|our) environment", r"before printing", r"denken sie an die umwelt|bitte prüfen sie, ob .{0,40}ausgedruckt", r"pensez à l'environnement|n'imprimez (?:ce|que)", r"virus-free\.|virenfrei\.|libre de virus\.|sans virus\.|virusvrij\.", r"this email has been (?:checked|scanned)", r"you are receiving this (?:because|e-?mail|message)", r"you received this (?:message|e-?mail) because",
    r"reply to this email directly or view it on", r"to unsubscribe(?:,| from| e-?mail| send| click| visit| or)", r"unsubscribe(?:[:,]| e-?mail| here| from this list| by | at )", r"for additional commands", r"view this message in context", r"sent from the .{3,60} mailing list archive", r"[\w .-]{2,40} mailing list$", r"if you no longer wish to receive", r"(?:abmelden|désinscription|se désabonner|darse de baja|annulla iscrizione|uitschrijven) ?:",
    r"-{5}begin pgp signature", r"message was sent (?:to you )?by", r"this message is automatically generated by", r"if your project is set up for it",
)  # fmt: skip

# A gateway's warning above the text.
BANNERS = (
    r"\[?(?:caution|warning|external(?: e-?mail| sender)?|achtung|attention|vorsicht|let op|attenzione|atención|uwaga|atenção|varning|advarsel|varoitus)"
    r"\]?\s*[:!-].{0,60}(?:e-?mail|message|sender|nachricht|outside|extern|courriel|bericht|correo|messaggio|wiadomo|mensagem|avsändare|afsender|lähettäjä).*",
    r"this (?:e-?mail|message) (?:originated|was sent|came|is) from (?:an? )?(?:outside|external) .*",
    r"you don'?t often get (?:e-?mail|email) from .*", r"some people who received this message don'?t often get email from .*", r"sie erhalten nicht h(?:ä|ae)ufig e-?mails von .*",
    r"vous n'obtenez pas souvent d'e-?mail .*", r"no suele recibir correo .*", r"\[?external\]?(?: e-?mail| sender)?", r"\[extern(?:al|e|a|o)?\].{0,60}", r"learn why this is important.*", r"(?:exercise caution|do not click (?:on )?links|use caution).{0,120}",
)  # fmt: skip
