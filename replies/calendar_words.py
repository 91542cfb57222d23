"""The words of days, months, seasons and parts of the day, in the languages that answers come in.

Beginnings of words, as case endings follow ("w środę", "keskiviikkona", "в среду"). For scripts without
spaces they are looked for anywhere. Months stand in their order from January, weekdays from Monday.
"""

# ruff: noqa: E501 - patterns read best whole, one idea a line
from __future__ import annotations

WEEKDAYS: tuple[str, ...] = (
    "monday montag lundi lunes lunedì lunedi maandag poniedzia segunda måndag mandag maanantai pirmadien pondělí понедельник pazartesi hétfő الاثنين الإثنين 月曜 周一 星期一 礼拜一 월요일",
    "tuesday dienstag mardi martes martedì martedi dinsdag wtor terça terca tisdag tirsdag tiistai antradien úterý вторник salı kedd الثلاثاء 火曜 周二 星期二 礼拜二 화요일",
    "wednesday mittwoch mercredi miércoles miercoles mercoledì mercoledi woensdag środ quarta onsdag keskiviikko trečiadien střed сред[ауы] çarşamba szerd الأربعاء الاربعاء 水曜 周三 星期三 礼拜三 수요일",
    "thursday donnerstag jeudi jueves giovedì giovedi donderdag czwart quinta torsdag torstai ketvirtadien čtvrtek четверг perşembe csütörtök الخميس 木曜 周四 星期四 礼拜四 목요일",
    "friday freitag vendredi viernes venerdì venerdi vrijdag piąt piatek sexta fredag perjantai penktadien pátek пятниц cuma(?!rtesi) péntek الجمعة 金曜 周五 星期五 礼拜五 금요일",
    "saturday samstag sonnabend samedi sábado sabado sabato zaterdag sobot lördag lørdag lauantai šeštadien sobot суббот cumartesi szombat السبت 土曜 周六 星期六 토요일",
    "sunday sonntag dimanche domingo domenica zondag niedziel söndag søndag sunnuntai sekmadien neděl воскресень pazar(?!tesi) vasárnap الأحد 日曜 周日 星期天 星期日 일요일",
)  # fmt: skip
MONTHS: tuple[str, ...] = (
    "january januar jänner janvier enero gennaio januari január styczn styczeń janeiro tammikuu sausi sausį led(?:en|na|nu)\\b январ ocak يناير 一月 1月 1월",
    "february februar feber février fevrier febrero febbraio februari luty lutego lutym fevereiro helmikuu vasari vasarį únor феврал şubat febru فبراير 二月 2月 2월",
    "march märz maerz mars marzo maart marc[au]\\b marzec março marco marts maaliskuu kov(?:o|ą|as)\\b březen březn март mart\\b márci مارس 三月 3月 3월",
    "april avril abril aprile kwie[tc] huhtikuu baland duben dubn апрел nisan ápril أبريل 四月 4月 4월",
    "may\\b mai\\b mayo maggio mei\\b maj(?:a|u)?\\b maio toukokuu geguž květen květn ма[йяею]\\b mayıs máju مايو 五月 5月 5월",
    "june juni juin junio giugno czerw junho kesäkuu birželi červen(?!ec) červn июн haziran júni يونيو 六月 6月 6월",
    "july juli juillet julio luglio lip(?:iec|ca|cu) julho heinäkuu liep červenec červenc июл temmuz júli يوليو 七月 7月 7월",
    "august août aout agosto augustus sierp augusti elokuu rugpjū srpen srpn август ağustos augusztus أغسطس 八月 8月 8월",
    "september septembre septiembre setiembre settembre wrze[sś] setembro syyskuu rugsėj září сентябр eylül szeptember سبتمبر 九月 9月 9월",
    "october oktober octobre octubre ottobre październik outubro lokakuu spali říj октябр ekim október أكتوبر 十月 10月 10월",
    "november novembre noviembre listopad(?:zie|a)?\\b novembro marraskuu lapkri ноябр kasım نوفمبر 十一月 11月 11월",
    "december dezember décembre decembre diciembre dicembre grud(?:zie|ni) dezembro desember joulukuu gruod prosin декабр aralık ديسمبر 十二月 12月 12월",
)  # fmt: skip
SHORT_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""English abbreviations; they count only beside a number or after a preposition."""

TODAY = r"\btoday\b|\bheute\b|\baujourd'hui\b|\bhoy\b|\boggi\b|\bvandaag\b|\bdzisiaj\b|\bdziś\b|\bhoje\b|\bidag\b|\bi dag\b|\btänään\b|今日|今天|\bšiandien\b|\bdnes\b|сегодня|\bbugün\b|\bma\b(?= \d)|오늘|اليوم"
TOMORROW = r"\btomorrow\b|(?<!guten )(?<!jeden )\bmorgen\b(?! früh uhr)|\bdemain\b|\bmañana\b(?! por)|\bdomani\b|\bjutro\b|\bamanhã\b|\bimorgon\b|\bi morgon\b|\bi morgen\b|\bhuomenna\b|明日|明天|\brytoj\b|\bzítra\b|завтра|\byarın\b|\bholnap\b|내일|غدا"
AFTER_TOMORROW = r"\bday after tomorrow\b|\bübermorgen\b|\baprès-demain\b|\bpasado mañana\b|\bdopodomani\b|\bovermorgen\b|\bpojutrze\b|\bdepois de amanhã\b|\bi övermorgon\b|\bi overmorgen\b|\bylihuomenna\b|明後日|后天|\bporyt\b|\bpozítří\b|послезавтра|모레|بعد غد"
NEXT_WEEK = r"\bnext week\b|\bthe week after\b|\bnächste[nr]? woche\b|\bkommende[nr]? woche\b|\bsemaine prochaine\b|\bprochaine semaine\b|\bsemana que viene\b|\bpróxima semana\b|\bsemana que vem\b|\bprossima settimana\b|\bsettimana prossima\b|\bvolgende week\b|\bprzyszł\w+ tygodni\w+|\bnästa vecka\b|\bnæste uge\b|\bneste uke\b|\bensi viikolla\b|\bensi viikon\b|来週|下周|下星期|\bkit[ąa] savaitę\b|\bpříští týden\b|следующей неделе|\bgelecek hafta\b|\bhaftaya\b|\bjövő héten?\b|다음 주|الأسبوع (?:القادم|المقبل)"

AFTERNOON = r"\bp\.?m\b|\bafternoon\b|\bnachmittags?\b|\baprès-midi\b|\bde la tarde\b|\bpomeriggio\b|\b(?:na)?middags?\b|\bpo południu\b|\bda tarde\b|\beftermiddag|\bettermiddag|\biltapäivä|午後|下午|晚上|\bpo pietų\b|\bodpoledne\b|после обеда|вечера|\böğleden sonra\b|\bdélután\b|오후|مساء|\bevening\b|\babends?\b|\bdu soir\b|\bde la noche\b|\bdi sera\b"
MORNING = r"\ba\.?m\b|\bmorning\b|\bvormittags?\b|\bmorgens\b|\bdu matin\b|\bde la mañana\b|\bdi mattina\b|\bochtend|\brano\b|\bda manhã\b|\bförmiddag|\bformiddag|\baamupäivä|午前|上午|早上|\bryte\b|\bdopoledne\b|утра|\bsabah\b|\bdélelőtt\b|오전|صباحا"
NOON = r"\b(?:at |around |by )noon\b|\bmidday\b|\bmittags?\b(?!\w)|\bà midi\b|\bal mediodía\b|\ba mezzogiorno\b|\bw południe\b|\bao meio-dia\b|正午|中午|\bv poledne\b|в полдень"

SEASONS: tuple[tuple[str, int], ...] = (
    (r"\bspring\b|\bfrühjahr|\bfrühling|\bprintemps\b|\bprimavera\b|\bvoorjaar\b|\blente\b|\bwiosn|\bvåren\b|\bvår\b|\bforår|\bkevää|春(?!节|節)|\bpavasar|\bjaře\b|\bjaro\b|весн|\bbahar|\btavas|봄|الربيع", 3),
    (r"\bsummer\b|\bsommer\b|\bsommerferien\b|\bété\b|\bverano\b|\bestate\b|\bzomer|\blat[oe]\b|\blecie\b|\bwakac|\bverão\b|\bsommar|\bkesä(?!kuu)|夏|\bvasar(?:a|os|ą)\b|\blét[oě]\b|\bprázdnin|лет[аоу]м?\b|\byaz(?:dan|ın)?\b|\bnyár|\bnyar|여름|الصيف", 6),
    (r"\bautumn\b|\bfall\b(?! (?:for|in|into|back))|\bherbst|\bautomne\b|\brentrée\b|\botoño\b|\bautunno\b|\bnajaar\b|\bherfst|\bjesie[nń]|\boutono\b|\bhöst|\befterår|\bsyksy|秋|\brud(?:uo|en)|\bpodzim|осен|\bsonbahar|\bősz|가을|الخريف", 9),
    (r"\bwinter\b|\bhiver\b|\binvierno\b|\binverno\b|\bzim(?:a|ą|ę|ie)\b|\bvinter|\btalv(?:i|ella|en)\b|冬|\bžiem|\bzim[aěuy]\b|зим[аойуы]|\bkış|\btél(?:en)?\b|겨울|الشتاء", 12),
)  # fmt: skip
"""A season, and the month in which it begins (northern hemisphere)."""

CHRISTMAS = r"\bchristmas\b|\bxmas\b|\bholiday season\b|\bweihnacht|\bnoël\b|\bnavidad|\bnatale\b|\bkerst|\bświęt|\bbożym narodz|\bnatal\b|\bjul(?:en|e)?\b(?! ?\d)|\bjoulu(?!kuu)|クリスマス|圣诞|\bkalėd|\bšvenč|\bvánoc|праздник|рождеств|\bkarácsony|\bünnepek|크리스마스|عيد الميلاد"
EASTER = r"\beaster\b|\bostern\b|\bpâques\b|\bsemana santa\b|\bpascua\b|\bpasqua\b|\bpasen\b|\bwielkanoc|\bpáscoa\b|\bpåsk|\bpåske|\bpääsiäi|复活节|イースター|\bvelyk|\bvelikonoc|пасх|\bhúsvét|부활절"
LUNAR_NEW_YEAR = (
    r"春节|過年|过完?年|农历新年|旧正月|설(?:날| 지나| 연휴)|\blunar new year\b|\bchinese new year\b"
)
NEXT_YEAR = r"\bnext year\b|\bnew year\b|\bnächste[sn]? jahr|\bkommende[sn]? jahr|\bneue[sn]? jahr|\b(?:année|an) prochaine?\b|\bprochaine année\b|\baño que viene\b|\bpróximo año\b|\banno prossimo\b|\bprossimo anno\b|\bvolgend jaar\b|\bprzyszłym roku\b|\bnowym roku\b|\bpróximo ano\b|\bano que vem\b|\bnästa år\b|\bnæste år\b|\bneste år\b|\bensi vuon|来年|明年|\bkitais metais\b|\bpříští rok\b|\bpříštím roce\b|следующем году|новом году|\bseneye\b|\bgelecek (?:yıl|sene)\b|\bjövő(?:re| évben)\b|내년|العام (?:القادم|المقبل)|السنة القادمة"
NEXT_QUARTER = r"\bnext quarter\b|\bnächste[sn]? quartal|\bprochain trimestre\b|\bpróximo trimestre\b|\bprossimo trimestre\b|\bvolgend kwartaal\b|\bprzyszłym kwartale\b|\bnästa kvartal\b|\bnæste kvartal\b|\bneste kvartal\b|\bensi kvartaal|来四半期|次の四半期|下个?季度|\bkitą ketvirtį\b|\bpříští čtvrtletí\b|следующем квартале|\bgelecek çeyrek|\bkövetkező negyedév|다음 분기|الربع القادم"
NEXT_MONTH = r"\bnext month\b|\bnächste[nm]? monat|\bmois prochain\b|\bmes que viene\b|\bpróximo mes\b|\bmês que vem\b|\bprossimo mese\b|\bmese prossimo\b|\bvolgende maand\b|\bprzyszłym miesiącu\b|\bnästa månad\b|\bnæste måned\b|\bneste måned\b|\bensi kuussa\b|来月|下个?月|\bkitą mėnesį\b|\bpříští měsíc\b|следующем месяце|\bgelecek ay\b|\bjövő hónap|다음 달|الشهر القادم"

DAYS_OF = r"days?|tage[n]?|jours?|días?|giorni|dagen|dni|dias|dagar|dage|dager|päivän?|日|天|dien[ųas]\w*|dn[íů]|дн(?:ей|я)|gün|nap|일|أيام"
WEEKS_OF = r"weeks?|wochen?|semaines?|semanas?|settiman[ae]|weken|week|tygodni\w*|tydzień|veckor|vecka|uger|uge|uker|uke|viikon|viikkoa|週間?|周|星期|个星期|savai[čt]\w+|týdn\w+|недел\w+|hafta|hét|주|أسابيع|أسبوعين"
MONTHS_OF = r"months?|monate?n?|mois|meses|mês|mes|mesi|mese|maanden|maand|miesi[ęą]c\w*|månader|månad|måneder|måned|kuukauden|kuukautta|か月|ヶ月|カ月|个月|mėnes\w+|měsíc\w*|месяц\w*|ay|hónap|개월|달|أشهر|شهرين"

NUMBERS: dict[str, int] = {
    "a couple of": 2, "a few": 3, "several": 3, "couple of": 2, "half a year": 6,
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
    "einem": 1, "einer": 1, "ein": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "ein paar": 3, "einigen": 3, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12,
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "quelques": 3, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11,
    "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "unos": 3, "unas": 3, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12,
    "due": 2, "tre": 3, "quattro": 4, "cinque": 5, "sei": 6, "qualche": 3, "sette": 7, "otto": 8, "nove": 9, "dieci": 10, "undici": 11, "un paio di": 2,
    "een": 1, "twee": 2, "drie": 3, "zes": 6, "enkele": 3, "een paar": 3, "zeven": 7, "negen": 9, "tien": 10, "twaalf": 12,
    "dwa": 2, "dwie": 2, "trzy": 3, "cztery": 4, "pięć": 5, "sześć": 6, "kilka": 3, "um": 1, "uma": 1, "dois": 2, "duas": 2, "três": 3, "quatro": 4, "alguns": 3, "algumas": 3, "sete": 7, "oito": 8, "dez": 10, "doze": 12,
    "en": 1, "ett": 1, "två": 2, "fyra": 4, "fem": 5, "sex": 6, "några": 3, "et": 1, "to": 2, "fire": 4, "seks": 6, "nogle": 3, "noen": 3, "et par": 2, "ett par": 2, "sju": 7, "syv": 7, "åtta": 8, "otte": 8, "åtte": 8, "nio": 9, "ni": 9, "tio": 10, "ti": 10, "tolv": 12, "elva": 11,
    "kahden": 2, "kolmen": 3, "neljän": 4, "kuuden": 6, "muutaman": 3, "dviejų": 2, "trijų": 3, "kelių": 3, "dva": 2, "tři": 3, "pár": 3, "два": 2, "две": 2, "три": 3, "несколько": 3, "iki": 2, "üç": 3, "birkaç": 3, "két": 2, "három": 3, "néhány": 3,
    "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十一": 11, "十二": 12, "几": 3, "数": 3, "두": 2, "세": 3, "몇": 3,
}  # fmt: skip
