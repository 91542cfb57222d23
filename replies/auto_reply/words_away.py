"""What absent people's mailboxes say of them, by language: away, closed, gone. Data; no logic.

``AWAY`` is said of being out of the office, ``TRIP`` of holidays and travel, which people mention in passing.
Languages in the order en de fr es it nl pl pt sv da no fi ja zh, then others.
"""

# ruff: noqa: E501 - patterns read best whole, one idea a line
from __future__ import annotations

AWAY = (
    r"\b(?:am|i'm|i’m|are|we're|we’re|is|will be|be|currently|presently|been)\b[^.!?\n]{0,40}\b(?:out of (?:the |my |our )?office|ooo\b|away from (?:the |my )?(?:office|desk|e-?mail|computer)|not in (?:the |my )?office|on (?:annual |parental |maternity |paternity |sick |medical |bereavement |family |personal )+leave|on leave|on pto|unavailable (?:until|from|and)|away (?:until|from|on business)|out (?:until|sick|on))",
    r"^\W*(?:away from (?:the |my )?(?:office|desk)|out of (?:the )?office|ooo)\b", r"\bwith(?:out)? (?:very |extremely )?(?:limited|no|little|intermittent|sporadic|restricted)? ?(?:access to (?:my )?)(?:e-?mail|internet|messages)", r"\bwith (?:limited|no|intermittent) (?:e-?mail|internet)\b",
    r"(?:bin|sind|ist|befinde)\b[^.!?\n]{0,60}(?:nicht im (?:büro|haus|hause|dienst)|nicht im\s*hause|au(?:ß|ss)er haus|abwesend|nicht erreichbar|in elternzeit|in mutterschutz|nicht am arbeitsplatz|nicht persönlich erreichbar|krankgeschrieben|dienstreise|(?:im|in) (?:urlaub|abwesenheit))", r"bis einschlie(?:ß|ss)lich[^.!?\n]{0,30}(?:nicht|au(?:ß|ss)er haus|abwesend|urlaub)", r"^\W*(?:abwesend|au(?:ß|ss)er haus|nicht im büro)\b",
    r"(?:je suis|nous sommes|je serai|actuellement)\b[^.!?\n]{0,50}(?:absente?s?\b|hors du bureau|injoignable|indisponible|en congés? (?:maternité|parental|maladie))", r"^\W*absente? (?:du|jusqu)", r"suis (?:absente?|en congés?) du bureau",
    r"(?:estoy|estaré|me encuentro|me encontraré|estamos)\b[^.!?\n]{0,50}(?:fuera de (?:la |mi )?oficina|ausente|de baja (?:médica|maternal|paternal)|sin acceso)", r"(?:sono|sarò|siamo|saremo)\b[^.!?\n]{0,50}(?:fuori (?:dall'|dal )?ufficio|assent[ei]|fuori sede|in maternità|irreperibile)",
    r"\b(?:ben|zijn|is)\b[^.!?\n]{0,60}(?:afwezig|niet (?:op|in) (?:het )?kantoor|met verlof|niet (?:bereikbaar|aanwezig)|met zwangerschapsverlof|\bvrij\b)", r"(?:jestem|przebywam|będę|jesteśmy)\b[^.!?\n]{0,50}(?:poza biurem|nieobecn|niedostępn|na zwolnieniu|poza firmą)",
    r"(?:estou|estarei|encontro-me|estamos)\b[^.!?\n]{0,50}(?:fora do escritório|ausente|de licença|indisponível)", r"\b(?:är|befinner mig)\b[^.!?\n]{0,50}(?:inte på (?:kontoret|plats)|frånvarande|ledig|föräldraledig|tjänstledig|sjukskriven)",
    r"\b(?:er|jeg)\b[^.!?\n]{0,50}(?:ikke (?:på|til stede på) kontoret|fraværende|på barsel|ikke til stede|ute av kontoret|ute på reise|ude af kontoret|ude af huset|sykemeldt|sygemeldt|bortreist)", r"\b(?:olen|olemme|en ole)\b[^.!?\n]{0,50}(?:poissa|toimistolla|tavoitettavissa|perhevapaalla|äitiyslomalla|sairauslomalla)",
    r"(?:不在(?:にして|です|とな|いた)|席を外して|外出して(?:おり|い)|休みを(?:いただ|頂)|お休み(?:を|させて|いただ)|産休|育休|出張(?:中|して|の(?:ため|為)))", r"(?:不在(?:办公室|辦公室|公司)|外出(?:中|公干|公幹)|出差(?:中|在外)?|无法(?:及时|立即)?(?:回复|查看)|無法(?:及時|立即)?(?:回覆|回復|查看)|请假|請假)",
    r"(?:jsem|budu|nejsem)\b[^.!?\n]{0,50}(?:mimo kancelář|v kanceláři|nepřítom)", r"(?:nahodím se mimo|nie som v kancelárii)", r"(?:отсутствую|нахожусь вне офиса|не на рабочем месте|в командировке|на больничном)", r"(?:šiuo metu )?(?:esu išvykęs|esu išvykusi|nesu biure|nedirbu)",
    r"(?:ofis dışında|izinli(?:yim)?\b|ofiste (?:değilim|olmayacağım))", r"(?:nem vagyok az irodában|házon kívül|távol vagyok)", r"(?:nu sunt (?:la|în) birou|lipsesc din birou)", r"(?:خارج المكتب|في إجازة)", r"(?:εκτός γραφείου|απουσιάζω)", r"(?:부재중|자리를 비|휴가 ?중|출장 ?중)", r"(?:поза офісом|у відпустці)",
)  # fmt: skip
TRIP = (
    r"\b(?:am|i'm|i’m|are|we're|we’re|currently|presently)\b[^.!?\n]{0,30}\b(?:on (?:a )?(?:vacation|holidays?)|travell?ing (?:with|and|until|on business|this week)|out of (?:town|the country)|out today)", r"^\W*(?:on (?:vacation|holidays?|pto|leave)) (?:until|till|from)\b",
    r"(?:bin|sind)\b[^.!?\n]{0,40}(?:im urlaub|in urlaub|in den ferien|unterwegs|auf (?:reisen|geschäftsreise))", r"(?:je suis|nous sommes)\b[^.!?\n]{0,40}(?:en congés?|en vacances|en déplacement|en formation)",
    r"(?:estoy|estaré|estamos)\b[^.!?\n]{0,30}(?:de vacaciones|de viaje)", r"(?:sono|sarò|siamo)\b[^.!?\n]{0,30}(?:in ferie|in vacanza|in viaggio|in trasferta)", r"\b(?:ben|zijn)\b[^.!?\n]{0,40}(?:met vakantie|op vakantie|op reis)",
    r"(?:jestem|przebywam|będę)\b[^.!?\n]{0,40}(?:na urlopie|w delegacji|w podróży)", r"(?:estou|estarei|estamos)\b[^.!?\n]{0,30}(?:de férias|em viagem|em férias)", r"\b(?:är|har)\b[^.!?\n]{0,40}(?:på semester|semester\b|på resande fot|på tjänsteresa)", r"\b(?:er|har|holder)\b[^.!?\n]{0,40}(?:på ferie|\bferie\b|på rejse|på reise|på tjenestereise)",
    r"\bolen\b[^.!?\n]{0,40}(?:lomalla|vuosilomalla|matkoilla|työmatkalla)", r"(?:休暇中|休暇(?:を|の(?:ため|為))|夏季休業|年末年始)", r"(?:正在休假|在休假|休假中|度假|年假)", r"(?:jsem|budu)\b[^.!?\n]{0,40}(?:na dovolené|na služební cestě)", r"(?:в отпуске|в отъезде)", r"(?:atostogauju|atostogose)",
    r"(?:izindeyim|tatildeyim|yıllık izin)", r"(?:szabadságon vagyok|szabadságon leszek)", r"(?:sunt în concediu|sunt plecat)", r"(?:σε άδεια)",
)  # fmt: skip
CLOSED = (
    r"\b(?:office|store|shop|company|business|department|team)s?\b[^.!?\n]{0,30}\b(?:is|are|will be|remains?)\b[^.!?\n]{0,20}\bclosed\b", r"\bwe(?:'re| are| will be) (?:currently |temporarily )?closed\b", r"(?:büro|betrieb|geschäft|unternehmen|firma|laden)\b[^.!?\n]{0,40}(?:geschlossen|betriebsferien|betriebsurlaub)", r"\bbetriebsferien\b",
    r"(?:bureaux?|entreprise|magasin|société|agence)\b[^.!?\n]{0,40}(?:fermée?s?\b|sera fermé|en congés)", r"(?:oficinas?|tienda|empresa)\b[^.!?\n]{0,40}(?:cerrad[ao]s?)\b", r"(?:uffici?o?|negozio|azienda)\b[^.!?\n]{0,40}(?:chius[oi]|chiusura|resterà chius)", r"(?:kantoor|winkel|bedrijf)\b[^.!?\n]{0,40}gesloten",
    r"(?:biuro|firma|sklep)\b[^.!?\n]{0,40}(?:zamknięt|nieczynn)", r"(?:escritório|loja|empresa)\b[^.!?\n]{0,40}(?:fechad[ao]|encerrad[ao])", r"(?:kontoret|butiken|butikken|företaget|firmaet)\b[^.!?\n]{0,40}(?:stängt|lukket|stengt|semesterstängt)", r"(?:toimisto|liike|yritys)\w*\b[^.!?\n]{0,40}(?:suljettu|kiinni)", r"(?:休業(?:いた|期間|と(?:させ|な)|日)|定休日|営業時間外)", r"(?:放假|公司休息|办公室关闭|春节假期)", r"(?:офис|магазин)[^.!?\n]{0,30}закрыт", r"kancelář[^.!?\n]{0,30}zavřen",
)  # fmt: skip
LEFT = (
    r"\b(?:is|am|are) no longer (?:with|at|working|employed|part|an employee|associated)", r"\b(?:has|have) left (?:the (?:company|firm|organi[sz]ation|business)|our (?:company|firm|team|organi[sz]ation)|us\b)", r"\bno longer works? (?:here|for|at|with)", r"\bmy last (?:working )?day (?:at|with|was|is)\b",
    r"\b(?:mailbox|e-?mail (?:address|account)|address|inbox|account) (?:is|has been) (?:no longer (?:monitored|in use|active|valid|used|read|checked|being (?:monitored|checked))|deactivated|discontinued|closed)",
    r"\bnicht mehr (?:im unternehmen|bei uns|bei (?:der )?[A-Z]\w+ (?:tätig|beschäftigt)|für .{2,30} tätig|in unserem|in der firma|teil unseres|im hause)", r"hat (?:das|unser|die) (?:unternehmen|haus|firma|organisation) verlassen", r"(?:nicht mehr|nicht länger) (?:tätig|beschäftigt)", r"aus dem unternehmen ausgeschieden", r"(?:diese|die) (?:e-?mail-?)?adresse wird nicht mehr (?:genutzt|gelesen|verwendet)",
    r"ne (?:fait|fais|travaille) plus (?:partie|chez|dans|pour)", r"a(?:i)? quitté (?:l['’]entreprise|la société|notre|ses fonctions)", r"n['’](?:est|êtes) plus (?:en poste|dans l|chez|valide|utilisée)", r"ya no (?:trabaja|forma parte|pertenece|labora)", r"non (?:lavora|fa|è) più (?:parte|per|con|presso|in)", r"ha lasciato (?:l['’]azienda|la società)",
    r"(?:werkt|is) niet (?:meer|langer) (?:bij|voor|werkzaam|in dienst)", r"niet (?:langer|meer) (?:werkzaam|in dienst)", r"(?:już )?nie pracuje (?:już )?(?:w|dla|u)", r"nie jest już pracownikiem", r"não trabalha mais|já não trabalha|não faz mais parte|já não faz parte|deixou a empresa", r"(?:har slutat|arbetar inte längre|jobbar inte längre|har avslutat sin anställning)",
    r"(?:arbejder ikke længere|er stoppet|er fratrådt|er ikke længere ansat)", r"(?:jobber ikke lenger|har sluttet|er ikke lenger ansatt)", r"ei (?:ole enää|työskentele enää)", r"(?:退職(?:いた|しま|し、|しておりま)|異動(?:いたし|しま))", r"已(?:经)?(?:离职|離職|離开|不在本公司)", r"(?:больше не работает|уволил(?:ся|ась))", r"(?:již (?:u nás )?nepracuje|artık çalışmıyor|már nem dolgozik|nebedirba|퇴사)",
)  # fmt: skip
FUTURE = r"\b(?:next (?:week|month|year)|will be|gonna be|going to be|nächste[nr]? (?:woche|monat)|werde|la semaine prochaine|le mois prochain|serai|la próxima semana|estaré|prossima settimana|sarò|volgende week|przyszłym tygodniu|będę|próxima semana|estarei|nästa vecka|næste uge|neste uke|ensi viikolla|来週|下周)\b"
"""Absences that lie ahead: a person tells of them while being there."""
