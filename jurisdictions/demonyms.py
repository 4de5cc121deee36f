"""What people call what comes from a country: "Lithuanian", "lituanienne". Our own list; CLDR has none. Pure.

English first, then French in both genders; several of a language are parted by commas. A plural in -s
is understood. Words that two countries share stand with the one that is meant more often.
"""

from __future__ import annotations

_DEMONYMS = """
AD Andorran, andorran, andorrane
AE Emirati, émirien, émirienne, émirati, émiratie
AF Afghan, afghan, afghane
AL Albanian, albanais, albanaise
AM Armenian, arménien, arménienne
AO Angolan, angolais, angolaise
AR Argentine, Argentinian, argentin
AT Austrian, autrichien, autrichienne
AU Australian, Aussie, australien, australienne
AZ Azerbaijani, Azeri, azerbaïdjanais, azerbaïdjanaise, azéri, azérie
BA Bosnian, bosnien, bosnienne
BB Barbadian, barbadien, barbadienne
BD Bangladeshi, bangladais, bangladaise
BE Belgian, belge
BF Burkinabe, burkinabé
BG Bulgarian, bulgare
BH Bahraini, bahreïnien, bahreïnienne
BI Burundian, burundais, burundaise
BJ Beninese, béninois, béninoise
BN Bruneian, brunéien, brunéienne
BO Bolivian, bolivien, bolivienne
BR Brazilian, brésilien, brésilienne
BT Bhutanese, bhoutanais, bhoutanaise
BW Botswanan, botswanais, botswanaise
BY Belarusian, Belarussian, biélorusse, bélarusse
BZ Belizean, bélizien, bélizienne
CA Canadian, canadien, canadienne
CD Congolese, congolais, congolaise
CF Central African, centrafricain, centrafricaine
CH Swiss, suisse
CI Ivorian, ivoirien, ivoirienne
CL Chilean, chilien, chilienne
CM Cameroonian, camerounais, camerounaise
CN Chinese, chinois, chinoise
CO Colombian, colombien, colombienne
CR Costa Rican, costaricien, costaricienne
CU Cuban, cubain, cubaine
CV Cape Verdean, capverdien, capverdienne
CY Cypriot, chypriote
CZ Czech, tchèque
DE German, allemand, allemande
DJ Djiboutian, djiboutien, djiboutienne
DK Danish, Dane, danois, danoise
DO Dominican, dominicain, dominicaine
DZ Algerian, algérien, algérienne
EC Ecuadorian, équatorien, équatorienne
EE Estonian, estonien, estonienne
EG Egyptian, égyptien, égyptienne
ER Eritrean, érythréen, érythréenne
ES Spanish, Spaniard, espagnol, espagnole
ET Ethiopian, éthiopien, éthiopienne
EU European, européen, européenne, communautaire
FI Finnish, Finn, finlandais, finlandaise
FJ Fijian, fidjien, fidjienne
FR French, français, française
GA Gabonese, gabonais, gabonaise
GB British, Briton, britannique
GE Georgian, géorgien, géorgienne
GH Ghanaian, ghanéen, ghanéenne
GM Gambian, gambien, gambienne
GN Guinean, guinéen, guinéenne
GR Greek, grec, grecque
GT Guatemalan, guatémaltèque
GY Guyanese, guyanien, guyanienne
HK Hongkonger, Hong Konger, hongkongais, hongkongaise
HN Honduran, hondurien, hondurienne
HR Croatian, Croat, croate
HT Haitian, haïtien, haïtienne
HU Hungarian, hongrois, hongroise
ID Indonesian, indonésien, indonésienne
IE Irish, irlandais, irlandaise
IL Israeli, israélien, israélienne
IN Indian, indien, indienne
IQ Iraqi, irakien, irakienne
IR Iranian, iranien, iranienne
IS Icelandic, Icelander, islandais, islandaise
IT Italian, italien, italienne
JM Jamaican, jamaïcain, jamaïcaine
JO Jordanian, jordanien, jordanienne
JP Japanese, japonais, japonaise
KE Kenyan, kényan, kényane
KG Kyrgyz, kirghize, kirghiz
KH Cambodian, cambodgien, cambodgienne
KP North Korean, nord-coréen, nord-coréenne
KR South Korean, Korean, sud-coréen, sud-coréenne, coréen, coréenne
KW Kuwaiti, koweïtien, koweïtienne
KZ Kazakh, Kazakhstani, kazakh, kazakhe, kazakhstanais, kazakhstanaise
LA Laotian, Lao, laotien, laotienne
LB Lebanese, libanais, libanaise
LI Liechtensteiner, liechtensteinois, liechtensteinoise
LK Sri Lankan, srilankais, srilankaise, sri-lankais, sri-lankaise
LR Liberian, libérien, libérienne
LT Lithuanian, lituanien, lituanienne
LU Luxembourgish, Luxembourger, luxembourgeois, luxembourgeoise
LV Latvian, letton, lettone, lettonne
LY Libyan, libyen, libyenne
MA Moroccan, marocain, marocaine
MC Monegasque, monégasque
MD Moldovan, moldave
ME Montenegrin, monténégrin, monténégrine
MG Malagasy, malgache
MK North Macedonian, Macedonian, macédonien, macédonienne
ML Malian, malien, malienne
MM Burmese, Myanmarese, birman, birmane
MN Mongolian, Mongol, mongol, mongole
MO Macanese, macanais, macanaise
MR Mauritanian, mauritanien, mauritanienne
MT Maltese, maltais, maltaise
MU Mauritian, mauricien, mauricienne
MV Maldivian, maldivien, maldivienne
MW Malawian, malawien, malawienne, malawite
MX Mexican, mexicain, mexicaine
MY Malaysian, malaisien, malaisienne
MZ Mozambican, mozambicain, mozambicaine
NA Namibian, namibien, namibienne
NC New Caledonian, néo-calédonien, néo-calédonienne
NE Nigerien, nigérien, nigérienne
NG Nigerian, nigérian, nigériane
NI Nicaraguan, nicaraguayen, nicaraguayenne
NL Dutch, néerlandais, néerlandaise, hollandais, hollandaise
NO Norwegian, norvégien, norvégienne
NP Nepalese, Nepali, népalais, népalaise
NZ New Zealander, néo-zélandais, néo-zélandaise
OM Omani, omanais, omanaise
PA Panamanian, panaméen, panaméenne
PE Peruvian, péruvien, péruvienne
PG Papua New Guinean, papouasien, papouasienne
PH Philippine, Filipino, philippin
PK Pakistani, pakistanais, pakistanaise
PL Polish, polonais, polonaise
PS Palestinian, palestinien, palestinienne
PT Portuguese, portugais, portugaise
PY Paraguayan, paraguayen, paraguayenne
QA Qatari, qatarien, qatarienne, qatari, qatarie
RO Romanian, roumain, roumaine
RS Serbian, Serb, serbe
RU Russian, russe
RW Rwandan, rwandais, rwandaise
SA Saudi, Saudi Arabian, saoudien, saoudienne
SB Solomon Islander, salomonais, salomonaise
SC Seychellois, seychellois, seychelloise
SD Sudanese, soudanais, soudanaise
SE Swedish, Swede, suédois, suédoise
SG Singaporean, singapourien, singapourienne
SI Slovenian, Slovene, slovène
SK Slovak, Slovakian, slovaque
SL Sierra Leonean, sierra-léonais, sierra-léonaise
SN Senegalese, sénégalais, sénégalaise
SO Somali, Somalian, somalien, somalienne
SR Surinamese, surinamais, surinamaise
SV Salvadoran, salvadorien, salvadorienne
SY Syrian, syrien, syrienne
TD Chadian, tchadien, tchadienne
TG Togolese, togolais, togolaise
TH Thai, thaïlandais, thaïlandaise
TJ Tajik, tadjik, tadjike
TM Turkmen, turkmène
TN Tunisian, tunisien, tunisienne
TO Tongan, tongien, tongienne
TR Turkish, Turk, turc, turque
TT Trinidadian, trinidadien, trinidadienne
TW Taiwanese, taïwanais, taïwanaise
TZ Tanzanian, tanzanien, tanzanienne
UA Ukrainian, ukrainien, ukrainienne
UG Ugandan, ougandais, ougandaise
US American, américain, américaine, étatsunien, étatsunienne, états-unien, états-unienne
UY Uruguayan, uruguayen, uruguayenne
UZ Uzbek, ouzbek, ouzbèke, ouzbèque
VE Venezuelan, vénézuélien, vénézuélienne
VN Vietnamese, vietnamien, vietnamienne
VU Vanuatuan, vanuatais, vanuataise
XK Kosovar, Kosovan, kosovar, kosovare
YE Yemeni, yéménite
ZA South African, sud-africain, sud-africaine
ZM Zambian, zambien, zambienne
ZW Zimbabwean, zimbabwéen, zimbabwéenne
"""

MAKERS = frozenset({"CN", "RU"})
"""Countries whose adjective tells in this directory whose products are meant ("Chinese drones"), not who acts."""


def demonyms() -> dict[str, tuple[str, ...]]:
    """The words for each country, by its code."""
    rows = (line.split(" ", 1) for line in _DEMONYMS.strip().splitlines())
    return {code: tuple(word.strip() for word in words.split(",")) for code, words in rows}
