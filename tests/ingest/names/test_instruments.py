import pytest

from ingest.core.instruments import find_instrument

NAMED = [
    ("ordered under the Investment Canada Act to close", "Investment Canada Act"),
    ("the Secure Equipment Act of 2021", "Secure Equipment Act of 2021"),
    ("signed Executive Order 13873", "Executive Order 13873"),
    (
        "under Section 889 of the National Defense Authorization Act",
        "Section 889 of the National Defense Authorization Act",
    ),
    ("section 69A of the IT Act", "section 69A of the IT Act"),
    ("Regulation (EU) 2024/2847 applies", "Regulation (EU) 2024/2847"),
    ("lawmakers passed H.R. 7521", "H.R. 7521"),
    ("the Senate took up Bill C-26", "Bill C-26"),
    ("nach § 7 BSIG", "§ 7 BSIG"),
    ("auf Grundlage des IT-Sicherheitsgesetzes", "IT-Sicherheitsgesetzes"),
    ("par décret n° 2024-512", "décret n° 2024-512"),
    ("en vertu de la Loi sur Investissement Canada", "Loi sur Investissement Canada"),
    ("con decreto-legge n. 21/2022", "decreto-legge n. 21/2022"),
    ("según la Ley 31989", "Ley 31989"),
    ("pela Portaria nº 123/2024", "Portaria nº 123/2024"),
    ("podle zákona č. 181/2014", "zákona č. 181/2014"),
    ("указом Президента України № 133/2017", "указом Президента України № 133/2017"),
    ("постановление № 1236", "постановление № 1236"),
    ("依据商务部公告2025年第18号", "商务部公告2025年第18号"),
    ("《网络安全法》规定", "《网络安全法》"),
    ("個人情報保護法に基づき", "個人情報保護法"),
    ("개인정보 보호법 위반", "개인정보 보호법"),
]


@pytest.mark.parametrize(("text", "name"), NAMED)
def test_the_instrument_is_named_as_its_language_numbers_it(text, name):
    span = find_instrument(text, 0, len(text))
    assert span is not None
    assert text[slice(*span)] == name


@pytest.mark.parametrize(
    "text",
    ["The Order stands", "a court order", "An Act of war", "In order to", "Covered Order", "The U.S. 5G nets", ""],
)
def test_a_bare_order_is_no_instrument(text):
    assert find_instrument(text, 0, len(text)) is None
