"""Which part of the world a country lies in. Source: the regions of the UN's M49 standard; XK and TW by their place."""

from __future__ import annotations

from jurisdictions import codes

_COUNTRIES = {
    "americas": """
        AG AI AR AW BB BL BM BO BQ BR BS BV BZ CA CL CO CR CU CW DM DO EC FK GD GF GL GP GS GT GY HN HT JM KN KY LC MF
        MQ MS MX NI PA PE PM PR PY SR SV SX TC TT US UY VC VE VG VI
    """,
    "europe": """
        AD AL AT AX BA BE BG BY CH CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT
        NL NO PL PT RO RS RU SE SI SJ SK SM UA VA XK
    """,
    "asia": """
        AE AF AM AZ BD BH BN BT CN CY GE HK ID IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP OM PH PK
        PS QA SA SG SY TH TJ TL TM TR TW UZ VN YE
    """,
    "oceania": "AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS",
    "africa": """
        AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW IO KE KM LR LS LY MA MG ML MR MU MW MZ NA
        NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TF TG TN TZ UG YT ZA ZM ZW
    """,
}

REGIONS: tuple[str, ...] = ("union", *_COUNTRIES, "elsewhere")
"""In the order in which pages tell them; the European Union stands before the countries."""

_REGION_OF = {code: region for region, listed in _COUNTRIES.items() for code in listed.split()}


def region_of(code: str) -> str:
    """The region of a place, one of REGIONS; a subdivision lies where its country does."""
    if code == codes.UNION:
        return "union"
    return _REGION_OF.get(code.partition("-")[0], "elsewhere")
