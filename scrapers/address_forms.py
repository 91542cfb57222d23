"""How streets and places are written, country by country: the patterns of ``scrapers.street_address``.

Every quantifier is bounded and every word ends at a sign that the next can't begin with, so that no text
makes a pattern walk back and forth.
"""

from __future__ import annotations

import re

from scrapers.patterns import pattern

_US_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|"
    "OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC|PR|"
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|"
    "Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|"
    "Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|"
    "North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|"
    "Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming"
)
_CA_PROVINCES = (
    "AB|BC|MB|NB|NL|NS|NT|NU|ON|PE|QC|SK|YT|Alberta|British Columbia|Manitoba|New Brunswick|Nova Scotia|"
    "Ontario|Quebec|Québec|Saskatchewan"
)
_AU_STATES = (
    "NSW|VIC|QLD|TAS|ACT|WA|SA|NT|Vic|Qld|Tas|New South Wales|Victoria|Queensland|Tasmania|South Australia|"
    "Western Australia"
)
REGIONS = {
    "US": frozenset(_US_STATES.split("|")),
    "CA": frozenset(_CA_PROVINCES.split("|")),
    "AU": frozenset(_AU_STATES.split("|")),
}
"""Country → the regions that stand right before a postal code, short and in full."""

CODE_HINT = pattern(
    r"[0-9](?<![0-9.,/$€£+#_][0-9])(?=[0-9]{3}|[0-9]{2} [0-9]{2}|[0-9]-[0-9]{3}|[A-Z]{2}(?!\w)|[A-Z] ?[0-9])"
)
"""A quick sign that a postal code may be here: the patterns below are matched around it."""
DIGIT_CODE = pattern(
    r"[0-9](?:[0-9]{3,4}|[0-9]{2} [0-9]{2}|[0-9]-[0-9]{3})(?:-[0-9]{3,4}| ?[A-Z]{2}(?!\w))?(?![\w%€$£-])"
)
"""A postal code of digits, perhaps with a second part behind it."""
COUNTRY_PREFIX = pattern(r"(?<!\w)(D|A|CH|F|I|E|B|L|S|DK|FIN?)-\Z")
"""A country's sign right before a postal code."""
MIXED_CODE = pattern(
    r"(?<![\w-])(?:[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][ABD-HJLNP-UW-Z]{2}|[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9])(?!\w)"
)
"""A British or Canadian postal code."""

_NUMBER = r"[0-9]{1,6}(?:[-–/&][0-9]{1,6})?[A-Za-z]?"
_WORD = r"[A-ZÀ-Þ0-9][\w.'’-]{0,24}"
_ENGLISH = (
    "Street|St|Avenue|Ave|Av|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Circle|Cir|Way|Parkway|Pkwy|Place|Pl|"
    "Square|Sq|Terrace|Ter|Trail|Trl|Highway|Hwy|Route|Plaza|Close|Crescent|Cres|Gardens|Grove|Hill|Mews|Row|Walk|"
    "Quay|Wharf|Park|Loop|Turnpike|Tpke|Pike|Commons|Alley|Broadway|Parade|Esplanade|Wall|Green|Yard|Gate|Embankment"
)
ENGLISH_STREET = pattern(
    rf"(?<![\w$€£.,/-])(?:{_NUMBER},?|(?-i:[NSEW][0-9]{{2,4}} ?[NSEW][0-9]{{2,6}})|One|Two|Three)\s"
    rf"(?:{_WORD},?\s){{0,5}}?"
    rf"(?:(?:{_ENGLISH})\b\.?)(?:\s(?:[NSEW]{{1,2}}|North|South|East|West|Extension|Ext)\b\.?)?",
    re.I,
)
POST_BOX = pattern(
    r"\bP(?:ost)?\.?\s?O(?:ffice)?\.?\s?Box\s#?[A-Z]?[0-9]{1,7}|\bPostfach\s[0-9 ]{2,9}|"
    r"\bPostbus\s[0-9]{1,6}",
    re.I,
)
WITHIN_BUILDING = pattern(
    r"[\s,]{1,3}(?:(?:suite|ste|unit|apt|floor|fl|room|rm|bldg|building|level|shop|lot|dept)\b\.?\s?#?\s?"
    r"[\w-]{1,8}|#\s?[\w-]{1,8})",
    re.I,
)
"""A suite or a floor behind a street."""
_PART = r"[\w.'’À-žºª-]{1,25}"
_ITS_NUMBER = rf"(?:n[º°.]{{0,2}}\s?)?{_NUMBER}"
# Where the kind of street ends its name: "Lange Gasse 12", "Hauptstraße 1".
_GERMAN = (
    "straße|strasse|str\\.|weg|platz|gasse|allee|ring|damm|ufer|markt|hof|graben|berg|chaussee|steig|park|kamp|"
    "stieg|wall|feld|land"
)
_DUTCH = "straat|laan|plein|gracht|kade|dijk|steenweg|singel|dreef|baan|hof|pad|weg"
_SWEDISH = "gatan|vägen|gränd|torget|allén|väg|plan|gata"
_DANISH = "vej|gade|vei|veien|gate|gata|plads|plass|allé|torv"
_FINNISH = "katu|tie|polku|kuja|tori"
# Where it begins it: "Via Roma 1", "12 rue du Bac".
_FRENCH = (
    "rue|avenue|av\\.|boulevard|bd\\.?|place|pl\\.|chemin|route|impasse|allée|quai|cours|square|passage|rte"
)
_ITALIAN = "via|viale|v\\.le|piazza|p\\.zza|corso|c\\.so|largo|strada|vicolo|piazzale|località|loc\\."
_SPANISH = (
    "calle|c/|c\\.|avenida|avda\\.?|av\\.|plaza|pza\\.?|paseo|carrer|ronda|camino|carretera|ctra\\.?|polígono|"
    "pol\\.|rambla|travesía"
)
_PORTUGUESE = "rua|avenida|av\\.|praça|travessa|largo|estrada"
_GERMAN_SMALL = "am|an der|an den|auf der|auf dem|im|in der|zum|zur|unter den|unter der|alter|alte|altes"


def _ending(kinds: str) -> str:
    return rf"(?:{_PART}\s){{0,3}}[\wÀ-ž'’.-]{{0,30}}(?:{kinds})\s{_NUMBER}"


def _beginning(kinds: str) -> str:
    return rf"(?:{kinds})\s?(?:{_PART},?\s){{1,6}}{_ITS_NUMBER}(?:/[A-Za-z])?"


_STREETS = (
    # The first country is the guess where the postal code fits several.
    (("DE", "AT", "CH"), _ending(_GERMAN)),
    (("DE", "AT", "CH"), rf"(?:{_GERMAN_SMALL})\s(?:{_PART}\s){{1,3}}{_NUMBER}"),
    (("NL", "BE"), _ending(_DUTCH)),
    (("FR", "BE", "CH"), rf"{_NUMBER},?\s(?:bis,?\s|ter,?\s)?(?:{_FRENCH})\s(?:{_PART}\s?){{1,6}}"),
    (("FR", "BE", "CH"), _beginning(_FRENCH)),
    (("IT", "CH"), _beginning(_ITALIAN)),
    (("ES",), _beginning(_SPANISH)),
    (("PT",), _beginning(_PORTUGUESE)),
    (("SE",), _ending(_SWEDISH)),
    (("DK", "NO"), _ending(_DANISH)),
    (("FI",), _ending(_FINNISH)),
    (("PL",), _beginning("ul\\.|al\\.|pl\\.|os\\.")),
    (("CZ", "SK"), rf"(?:{_PART}\s){{1,3}}[0-9]{{1,5}}/[0-9]{{1,4}}[a-z]?"),
)
CONTINENTAL_STREETS = tuple(
    (countries, pattern(rf"(?<![\w/])(?:{source})", re.I)) for countries, source in _STREETS
)
"""Countries → how a street with its number is written there."""

_PLACE = r"[A-ZÀ-Þ][\w'’./À-ž-]{1,28}"
CITY = pattern(
    rf"[ ,\n]{{0,3}}({_PLACE}(?:[ -](?:[a-zà-þ]{{1,4}}[ -])?[A-ZÀ-Þ(][\w'’.)À-ž-]{{1,28}}){{0,3}})"
)
"""A place's name behind a postal code."""
COUNTIES = frozenset(
    (
        *("avon", "beds", "berks", "bucks", "cambs", "cleveland", "clwyd", "cornwall", "cumbria", "devon"),
        *(
            "dorset",
            "durham",
            "dyfed",
            "england",
            "essex",
            "fife",
            "glos",
            "gwent",
            "gwynedd",
            "hants",
            "herts",
        ),
        *(
            "kent",
            "lancs",
            "lothian",
            "merseyside",
            "middlesex",
            "middx",
            "norfolk",
            "oxon",
            "powys",
            "rutland",
        ),
        *(
            "scotland",
            "somerset",
            "strathclyde",
            "suffolk",
            "surrey",
            "sussex",
            "tayside",
            "uk",
            "wales",
            "wilts",
        ),
    )
)
"""Names that a British address has between the place and the postal code, apart from those in -shire."""
