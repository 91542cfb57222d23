"""Words that tell what a day is to an absence: its first, its last, or the day of the return. Data; no logic.

Languages in the order en de fr es it nl pl pt sv da no fi ja zh, then others. All is matched in lower case.
"""

# ruff: noqa: E501 - patterns read best whole, one idea a line
from __future__ import annotations

# Before a day: the absence ends with it or on it.
UNTIL = (
    r"\b(?:until|till|til|through|thru|up to|up until|ending|ends(?: on)?|last day)\b|\bbis\b|\bjusqu['’]?\s?(?:au|à|en|aux)?\b|\bhasta\b|\bfino\b|\btot\b|\bt/m\b|\bdo\b|\baté\b|\btom\b|\bt\.\s?o\.\s?m\b\.?|\btill\b|\btil\b|\bfram till\b|"
    r"至|到|\bдо\b|\bпо\b|\baž do\b|\biki\b|\bpână (?:la|pe|în)\b|\bέως\b|حتى"
)
# Between two days, or after the first: "from 3 to 10 May", "3-10 May".
TO = r"(?:\b(?:to|au|al|a|ao|à|til|till|t|e|and|und|og|och|do|en)|[-–—~〜～至到])"
# With UNTIL, before or behind the day: the absence has that day, too.
INCLUSIVE = r"\bthrough\b|\bthru\b|\binclu\w*|\beinschl\w*|\binkl\w*|\bincl\b|\bbis und mit\b|\bt/m\b|\ben met\b|\bcompres[oa]\b|włącznie|\boch med\b|\btom\b|\bt\.\s?o\.\s?m\b|\bog med\b|mukaan lukien|включительно|\bvčetně\b|\blast day\b|迄含む|\(含\)"
UNTIL_BEHIND = (
    r"^\W{0,3}(?:\([^)]{1,4}\)\s?)?(?:まで|迄|까지|asti\b|saakka\b|[’']?\w{0,2} kadar\b|-?ig\b|imtinai)"
)
# Before a day: the absence begins with it, or ends before it; the rest of the sentence tells.
FROM = r"\b(?:from|as of|as from|starting|beginning|since|ab|vom|von|seit|du|des|dès|à partir d[eu]|à compter d[eu]|desde|del|a partir d[eo]?|dal|da|dall|vanaf|van|od|z|från|fra|с|от|nuo|de la|between|zwischen|entre)\b"
FROM_BEHIND = r"^\W{0,3}(?:\([^)]{1,4}\)\s?)?(?:から|より|부터|起|alkaen\b|lähtien\b)"
# Somebody is there again.
BACK = (
    r"\b(?:back|return(?:ing|s)?|resum\w+|again|available(?! until)|reopen\w*|re-open\w*|reachable|at my desk|in the office on)\b|\b(?:wieder|zurück|zurückkehren|rückkehr|erreichbar)\b|\b(?:retour|reviens|revenons|reviendr\w+|reprend\w*|rentr\w+|disponible|joignable|rouvr\w+|réouverture)\b|"
    r"\b(?:vuelv\w+|volver\w*|regres\w+|vuelta|reincorpor\w+|reabri\w+|disponible)\b|\b(?:rientr\w+|torn(?:o|er\w+|iamo)|ritorn\w+|riapr\w+|disponibile|nuovamente)\b|\b(?:terug|weer|terugkeer|bereikbaar|aanwezig)\b|\b(?:wrac\w+|powr\w+|wróc\w+|ponownie|z powrotem|dostępn\w+|spowrotem)|\b(?:volt\w+|retorn\w+|regress\w+|de volta|reabr\w+|novamente)\b|"
    r"\b(?:tillbaka|åter\w*|igen|på plats)\b|\b(?:tilbage|tilbake|igjen|igen|att(?:er)?|på plass)\b|\b(?:takaisin|palaa\w*|jälleen|paikalla|töissä|tavoitettavissa)\b|出社|復帰|戻|再開|順次|対応|業務を|営業を|通常(?:営業|業務)|返回|回来|回來|回到|上班|复工|恢复|返岗|返崗|回公司|\b(?:vrátím|zpět|opět|vrátim|späť)\b|\b(?:вернусь|вернёмся|снова|вернётся|обратно)\b|dön\w+|\b(?:visszatér\w*|újra|vissza)\b|\b(?:grįš\w+|vėl)\b|\b(?:revin|înapoi)\b|복귀|출근|επιστρ\w+|أعود|العودة"
)
# What speaks against a return in the rest of a sentence that begins with "from".
AWAY_FROM = r"休暇|休み|不在|休業|휴가|부재|\burlaub|\bon leave|\bvacation|\babwesen|\bnicht im|\bcongés?|\babsen|\bvacaciones|\bferi[ea]|\bafwezig|\burlop|\bnieobec|\bférias|\bsemester|\bfrånvar|\bfravær|\bloma|\bпоза|\bв отпуск|休假|出差|外出"
TODAY_ONLY = r"\b(?:today|heute|aujourd['’]hui|hoy|oggi|vandaag|dzisiaj|dziś|hoje|idag|i dag|tänään|dnes|сегодня|bugün)\b|本日|今日|今天|오늘"
END_OF_WEEK = r"\bend of (?:the |this )?week\b|\bende der woche\b|\bwochenende\b|\bfin de (?:la )?semaine\b|\bfin de (?:la )?semana\b|\bfine (?:della )?settimana\b|\beind(?:e)? van de(?:ze)? week\b|\bkońca tygodnia\b|\bfim da semana\b|\bslutet av veckan\b|\bslutningen af ugen\b|\bslutten av uken\b|\bviikon loppu\w*|週末|本周末|周末"
END_OF_MONTH = r"\bend of (?:the |this )?month\b|\bmonatsende\b|\bende des monats\b|\bfin du mois\b|\bfin de(?:l)? mes\b|\bfine (?:del )?mese\b|\beind(?:e)? van de(?:ze)? maand\b|\bkońca miesiąca\b|\bfi(?:m|nal) do mês\b|\bslutet av månaden\b|\bslutningen af måneden\b|\bslutten av måneden\b|\bkuun loppu\w*|月末|月底"
END_OF = r"\b(?:end of|late|ende|fin(?:ales)?(?: de)?|fine|eind|końca|fi(?:m|nal) de|slutet av|slutningen af|slutten av)\s*$"
MONTHS: dict[str, int] = {
    "mär": 3, "mrz": 3, "okt": 10, "dez": 12, "févr": 2, "fév": 2, "fevr": 2, "avr": 4, "juil": 7, "déc": 12, "août": 8, "ene": 1, "abr": 4,
    "ago": 8, "dic": 12, "gen": 1, "mag": 5, "giu": 6, "lug": 7, "set": 9, "sett": 9, "ott": 10, "mrt": 3, "mei": 5, "maj": 5, "mai": 5, "sty": 1, "lut": 2,
    "kwi": 4, "cze": 6, "lip": 7, "sie": 8, "wrz": 9, "paź": 10, "lis": 11, "gru": 12, "fev": 2, "out": 10, "tammi": 1, "helmi": 2, "maalis": 3,
    "huhti": 4, "touko": 5, "kesä": 6, "heinä": 7, "elo": 8, "syys": 9, "loka": 10, "marras": 11, "joulu": 12, "янв": 1, "фев": 2, "мар": 3,
    "апр": 4, "июн": 6, "июл": 7, "авг": 8, "сен": 9, "сент": 9, "окт": 10, "ноя": 11, "дек": 12, "sept": 9, "feb": 2,
}  # fmt: skip
"""Abbreviations that ``calendar_words`` has not: they count beside a number only."""
