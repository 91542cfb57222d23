"""Where clocks stand, by region of the countries that have several. Data only.

ISO 3166-2 subdivisions of countries whose clocks differ, with every zone that the region reaches into, the
most populous first (IANA time zone database; the zones' own names are those of ``country_zones``). A region
that is not listed leaves the country's zones standing. ``POSTCODES`` are the beginnings of postal codes of
three countries in which they name the region (USPS Publication 65, Canada Post's postal districts, Australia
Post's state ranges).
"""

# fmt: off
_EASTERN, _CENTRAL = "America/New_York", "America/Chicago"
_MOUNTAIN, _PACIFIC = "America/Denver", "America/Los_Angeles"


def _spread(groups: dict[tuple[str, ...], str]) -> dict[str, tuple[str, ...]]:
    return {region: zones for zones, regions in groups.items() for region in regions.split()}


REGIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "US": _spread({
        (_EASTERN,): "CT DC DE GA MA MD ME NC NH NJ NY OH PA RI SC VA VT WV",
        (_EASTERN, _CENTRAL): "FL IN KY MI",
        (_CENTRAL,): "AL AR IA IL LA MN MO MS OK WI",
        (_CENTRAL, _EASTERN): "TN",
        (_CENTRAL, _MOUNTAIN): "KS ND NE SD TX",
        (_MOUNTAIN,): "CO MT NM UT WY",
        (_MOUNTAIN, _PACIFIC): "ID",
        ("America/Phoenix", _MOUNTAIN): "AZ",
        (_PACIFIC,): "CA WA",
        (_PACIFIC, _MOUNTAIN): "NV OR",
        ("America/Anchorage", "America/Adak"): "AK",
        ("Pacific/Honolulu",): "HI",
    }),
    "CA": _spread({
        ("America/Toronto", "America/Winnipeg", "America/Atikokan"): "ON",
        ("America/Toronto", "America/Blanc-Sablon", "America/Halifax"): "QC",
        ("America/Vancouver", "America/Edmonton", "America/Creston"): "BC",
        ("America/Edmonton",): "AB",
        ("America/Regina", "America/Edmonton"): "SK",
        ("America/Winnipeg",): "MB",
        ("America/Halifax",): "NB NS PE",
        ("America/St_Johns", "America/Halifax"): "NL",
        ("America/Edmonton", "America/Creston"): "NT",
        ("America/Creston",): "YT",
        ("America/Toronto", "America/Winnipeg", "America/Edmonton", "America/Atikokan"): "NU",
    }),
    "AU": _spread({
        ("Australia/Sydney",): "ACT TAS VIC",
        ("Australia/Sydney", "Australia/Broken_Hill"): "NSW",
        ("Australia/Brisbane",): "QLD",
        ("Australia/Broken_Hill",): "SA",
        ("Australia/Darwin",): "NT",
        ("Australia/Perth", "Australia/Eucla"): "WA",
    }),
    "BR": _spread({
        ("America/Sao_Paulo",): "AL AP BA CE DF ES GO MA MG PA PB PI PR RJ RN RS SC SE SP TO",
        ("America/Sao_Paulo", "America/Noronha"): "PE",
        ("America/Campo_Grande",): "MS MT RO RR",
        ("America/Campo_Grande", "America/Eirunepe"): "AM",
        ("America/Eirunepe",): "AC",
    }),
    "MX": _spread({
        ("America/Mexico_City",): (
            "AGU CAM CHP CMX COL DUR GRO GUA HID JAL MEX MIC MOR OAX PUE QUE SLP TAB TLA VER YUC ZAC"
        ),
        ("America/Mexico_City", "America/Matamoros"): "COA NLE TAM",
        ("America/Mexico_City", "America/Ciudad_Juarez", "America/Matamoros"): "CHH",
        ("America/Mexico_City", "America/Mazatlan"): "NAY",
        ("America/Cancun",): "ROO",
        ("America/Mazatlan",): "BCS SIN SON",
        ("America/Tijuana",): "BCN",
    }),
    "ID": _spread({
        ("Asia/Jakarta",): "AC BB BE BT JA JB JI JK JT KB KR KT LA RI SB SS SU YO",
        ("Asia/Makassar",): "BA GO KI KS KU NB NT SA SG SN SR ST",
        ("Asia/Jayapura",): "MA MU PA PB PD PE PS PT",
    }),
    "ES": _spread({
        ("Europe/Madrid",): "AN AR AS CB CE CL CM CT EX GA IB MC MD ML NC PV RI VC",
        ("Atlantic/Canary",): "CN",
    }),
    "PT": _spread({
        ("Europe/Lisbon",): "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 30",
        ("Atlantic/Azores",): "20",
    }),
    "EC": _spread({
        ("America/Guayaquil",): "A B C D E F G H I L M N O P R S SD SE T U X Y Z",
        ("Pacific/Galapagos",): "W",
    }),
    "CL": _spread({
        ("Pacific/Easter", "America/Santiago"): "VS",
        ("America/Coyhaique",): "AI",
        ("America/Santiago",): "AN AP AR AT BI CO LI LL LR ML NB RM TA",
    }),
    "NZ": _spread({
        ("Pacific/Auckland",): "AUK BOP CAN GIS HKB MBH MWT NSN NTL OTA STL TAS TKI WGN WKO WTC",
        ("Pacific/Chatham",): "CIT",
    }),
}
"""Country → region → zones."""

POSTCODES: dict[str, dict[str, str]] = {
    "US": {
        "CT": "06", "DC": "200 202-205 569", "DE": "197-199", "GA": "30 31 398 399", "MA": "010-027 055",
        "MD": "206-219", "ME": "039-049", "NC": "27 28", "NH": "030-038", "NJ": "07 08",
        "NY": "005 063 10 11 12 13 14", "OH": "43 44 45", "PA": "150-196", "RI": "028 029", "SC": "29",
        "VA": "201 220-246", "VT": "050-054 056-059", "WV": "247-268",
        "FL": "32 33 34", "IN": "46 47", "KY": "40 41 42", "MI": "48 49", "AL": "35 36", "AR": "716-729",
        "IA": "50 51 52", "IL": "60 61 62", "LA": "700-714", "MN": "55 56", "MO": "63 64 65",
        "MS": "386-397", "OK": "73 74", "WI": "53 54", "TN": "370-385", "KS": "66 67", "ND": "58",
        "NE": "68 69", "SD": "57", "TX": "75 76 77 78 79 885", "CO": "80 81", "MT": "59", "NM": "870-884",
        "UT": "84", "WY": "820-831", "ID": "832-838", "AZ": "85 86", "CA": "900-961", "WA": "980-994",
        "NV": "889-898", "OR": "97", "AK": "995-999", "HI": "967 968",
    },
    "CA": {
        "NL": "A", "NS": "B", "PE": "C", "NB": "E", "QC": "G H J", "ON": "K L M N P", "MB": "R", "SK": "S",
        "AB": "T", "BC": "V", "YT": "Y",
    },
    "AU": {
        "NT": "08 09", "ACT": "02 2600-2618 290-291", "NSW": "2 1", "VIC": "3 8", "QLD": "4 9", "SA": "5",
        "WA": "6", "TAS": "7",
    },
}
"""Country → region → beginnings of its postal codes, and ranges of them; of several the longest decides."""
# fmt: on
