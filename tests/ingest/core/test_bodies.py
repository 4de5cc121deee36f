"""Bodies stand for their state where a text names none; names that several states share stand for nobody."""

import pytest

from ingest import gazetteer, vocabulary
from ingest.core.classify import propose
from ingest.core.folding import fold_in_place
from ingest.core.types import ReadText


def codes_in(text, language=""):
    known = gazetteer.load()
    return [known.jurisdiction_of(m) for m in known.find(text, fold_in_place(text), language) if m.sort != "vendor"]


def acting(title, text, language):
    item = ReadText(title, text, "", language)
    proposed = propose(item, published=None, gazetteer=gazetteer.load(), vocabulary=vocabulary.load())
    return list(proposed.jurisdictions)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The FAR Council wrote a rule", "US"),
        ("under Section 5949", "US"),
        ("a DFARS clause and FedRAMP", "US"),
        ("on the GSA schedule", "US"),
        ("CBP seized them", "US"),
        ("The Public Safety Bureau designates", "US"),
        ("Team Telecom recommends", "US"),
        ("published in the Federal Register", "US"),
        ("HMRC switches them off", "GB"),
        ("an NHS trust", "GB"),
        ("a London-wide rule of Transport for London", "GB"),
        ("the borough council", "GB"),
        ("Crossbench peers ask", "GB"),
        ("Whitehall", "GB"),
        ("NBN Co shuts it out", "AU"),
        ("on ASIO advice", "AU"),
        ("ACMA fined", "AU"),
        ("Waka Kotahi", "NZ"),
        ("the CRTC", "CA"),
        ("Leinster House", "IE"),
        ("MEPs vote", "EU"),
        ("Das BAMF und die BaFin", "DE"),
        ("des Auswärtigen Amtes", "DE"),
        ("am Ballhausplatz", "AT"),
        ("Der VfGH prüft", "AT"),
        ("das EJPD", "CH"),
        ("le Département fédéral des finances", "CH"),
        ("Place Beauvau", "FR"),
        ("l’Ugap", "FR"),
        ("le SPF Intérieur", "BE"),
        ("De FOD Economie", "BE"),
        ("het Vlaams Parlement", "BE-VLG"),
        ("het Binnenhof", "NL"),
        ("in de Staatscourant", "NL"),
        ("la Secretaría de Estado de Telecomunicaciones", "ES"),
        ("un real decreto-ley", "ES"),
        ("la Xunta", "ES-GA"),
        ("El SAT deja fuera", "MX"),
        ("la SAT suspende", "GT"),
        ("la Cofece", "MX"),
        ("el Palacio de La Moneda", "CL"),
        ("la DIAN", "CO"),
        ("a Polícia Judiciária", "PT"),
        ("o Itamaraty", "BR"),
        ("o Serpro", "BR"),
        ("al Quirinale", "IT"),
        ("la Consob", "IT"),
        ("Rady do Spraw Cyfryzacji", "PL"),
        ("Nejvyššího správního soudu", "CZ"),
        ("Najvyšší kontrolný úrad a NASES", "SK"),
        ("a Gazdasági Versenyhivatal", "HU"),
        ("la Palatul Victoria", "RO"),
        ("КЗЛД", "BG"),
        ("η ΑΔΑΕ", "GR"),
        ("u Banskim dvorima", "HR"),
        ("Informacijskega pooblaščenca in URSIV", "SI"),
        ("Повереник за информације", "RS"),
        ("Kriminalvårdens upphandling", "SE"),
        ("Skattestyrelsen", "DK"),
        ("Helsedirektoratet", "NO"),
        ("Ulkoministeriön", "FI"),
        ("Siseministeeriumi", "EE"),
        ("Valsts drošības dienesta", "LV"),
        ("Prezidentūros", "LT"),
        ("НКЦК", "UA"),
        ("Офісу президента", "UA"),
        ("Роспатента", "RU"),
        ("КНБ", "KZ"),
        ("Ազգային ժողովի", "AM"),
        ("Milli Məclis", "AZ"),
        ("Siber Güvenlik Başkanlığı", "TR"),
        ("מבקר המדינה", "IL"),
        ("troops at the Line of Actual Control", "IN"),
        ("the DPIIT", "IN"),
        ("PEMRA", "PK"),
        ("Singha Durbar", "NP"),
        ("Jatiya Sangsad", "BD"),
        ("國科會", "TW"),
        ("首相官邸", "JP"),
        ("米FCCは", "US"),
        ("米、禁輸措置", "US"),
        ("중앙부처", "KR"),
        ("미, 수출통제", "US"),
        ("中央国家机关政府采购中心", "CN"),
        ("Cục An toàn thông tin", "VN"),
        ("Dewan Rakyat", "MY"),
        ("Bea Cukai", "ID"),
        ("the DILG", "PH"),
        ("ทำเนียบรัฐบาล", "TH"),
        ("المركز الوطني الإرشادي للأمن السيبراني", "SA"),
        ("المجلس الوطني الاتحادي", "AE"),
        ("المجلس الشعبي الوطني", "DZ"),
        ("the EFCC", "NG"),
        ("the ODPC", "KE"),
    ],
)
def test_a_body_stands_for_its_state(text, code):
    assert set(codes_in(text)) == {code}


@pytest.mark.parametrize(
    "text",
    [
        "the Ministry of Defence",
        "the Senate and its senators",
        "MPs vote",
        "the security service",
        "the house of a peer",
        "the Information Commissioner",
        "a SAT score",
        "as far as rules go",
        "el satélite",
        "the nik of time",
        "cut into commons",
        "la Asamblea Legislativa",
        "the Bundesrat",
        "a lower house",
        "le ministère de l'Intérieur",
        "o Ministério da Defesa",
        "教育部",
        "财政部",
    ],
)
def test_a_name_that_many_share_stands_for_nobody(text):
    assert codes_in(text) == []


@pytest.mark.parametrize(
    ("language", "title", "text", "codes"),
    [
        ("en", "MPs: ban Huawei from 5G", "The Commons committee wants its gear removed by 2025.", ["GB"]),
        ("en", "Agencies must remove Kaspersky software", "Federal contractors are next.", ["US"]),
        ("en", "Bill C-8 would ban Huawei from telecom networks", "", ["CA"]),
        ("en", "Opposition senator wants Hikvision cameras removed", "The state governments are asked too.", ["AU"]),
        ("en", "MPs ban Huawei from 5G", "Kenya orders operators to remove its gear.", ["KE"]),
        (
            "pt",
            "Telemóveis do Estado proíbem o TikTok",
            "Um despacho do secretário de Estado proíbe a aplicação.",
            ["PT"],
        ),
        ("pt", "Órgãos federais proíbem o TikTok em celulares", "O relator apoia.", ["BR"]),
        ("es", "Los ayuntamientos deben retirar las cámaras de Hikvision", "", ["ES"]),
        ("es", "Cámara de Representantes de Colombia prohíbe TikTok", "", ["CO"]),
        ("es", "Interior retira las cámaras Hikvision", "", ["ES"]),
        ("es", "Juez federal concede amparo contra la prohibición de Temu", "", ["MX"]),
        ("fr", "La Chambre des représentants interdit TikTok sur les téléphones de ses députés", "", ["BE"]),
        ("fr", "Les bourgmestres interdisent TikTok", "Le niveau fédéral a interdit l'application.", ["BE"]),
        ("fr", "Fonction publique : TikTok interdit", "Les agents publics ne pourront plus l'installer.", ["FR"]),
        ("zh", "各縣市全面禁用海康威視監視器", "公務機關須汰換。", ["TW"]),
        ("zh", "國防部禁用大疆無人機", "", ["TW"]),
        ("de", "Kantonspolizei mustert DJI-Drohnen aus", "", ["CH"]),
        ("de", "Nationalrat in Wien beschließt TikTok-Verbot", "", ["AT"]),
        ("fr", "La Chambre des représentants des États-Unis interdit DJI", "", ["US"]),
        ("en", "Philippine senators want to ban DJI drones", "", ["PH"]),
        ("en", "Norwegian security service advises against DJI drones", "", ["NO"]),
        ("zh", "央企禁止使用卡巴斯基软件", "国家机关也须停用。", ["CN"]),
        ("ko", "군, 하이크비전 CCTV 전량 철거", "", ["KR"]),
        ("sv", "Regionen förbjuder Tiktok på tjänstetelefoner", "", ["SE"]),
    ],
)
def test_words_of_one_state_tell_who_acts_where_nobody_is_named(language, title, text, codes):
    assert acting(title, text, language) == codes
