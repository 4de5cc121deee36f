import pytest

from ingest.core.references import MOST, federal_register_numbers, find_instruments, kinds_of


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[FR Doc. 2025–12345 Filed 6–27–25; 8:45 am]", "fr:2025-12345"),
        ("see https://www.federalregister.gov/d/2024-11223", "fr:2024-11223"),
        ("published at 89 FR 4567", "fr-page:89 4567"),
        ("under Executive Order 13942 of August 2020", "eo:13942"),
        ("E.O. 14117 applies", "eo:14117"),
        ("Council Regulation (EU) No 833/2014", "eu:2014/833"),
        ("Verordnung (EU) 2024/903", "eu:2024/903"),
        ("CELEX:32024R0903", "eu:2024/903"),
        ("CELEX 62021CJ0300", "celex:62021CJ0300"),
        ("Public Law 117-263", "us-law:117-263"),
        ("H.R. 7521 passed the House", "us-bill:HR 7521"),
        ("The U.S. 500 companies", None),
        ("the Senate passed S. 686", "us-bill:S 686"),
        ("Montana's SB 419", "bill:SB 419"),
        ("Senate Bill 419 bans it", "bill:SB 419"),
        ("le projet de loi C-26", "ca-bill:C-26"),
        ("Order in Council P.C. 2025-0123", "ca-order:2025-0123"),
        ("WC Docket No. 18-89", "docket:18-89"),
        ("Docket ID: BIS-2024-0012", "docket:BIS-2024-0012"),
        ("in No. 24-1113 the court", "case:24-1113"),
        ("DA 24-1234", "fcc:DA 24-1234"),
        ("Judgment in T-738/22", "case-eu:T-738/22"),
        ("SI 2024/412", "gb-si:2024/412"),
        ("Decreto No. 1078 de 2015", "decree:1078"),
        ("网信办〔2023〕5号", "cn:〔2023〕5号"),
        ("과학기술정보통신부고시 제2024-12호", "kr:2024-12"),
        ("No. 7 of 2024 reasons, 500 cameras, 27 June 2025", None),
    ],
)
def test_numbers_of_instruments_are_found_in_one_spelling(text, named):
    assert find_instruments(text) == ((named,) if named else ())


def test_a_digest_does_not_name_without_end():
    assert len(find_instruments(" ".join(f"HB {n}" for n in range(100, 200)))) == MOST


def test_the_sorts_are_told():
    assert kinds_of(["bill:SB 419", "eu:2024/903"]) == {"bill", "eu"}


def test_a_number_of_the_register_is_told_once():
    assert federal_register_numbers("FR Doc. 2025-1234, again FR Doc 2025-1234") == ("2025-1234",)
