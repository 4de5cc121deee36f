import pytest

from actions.models import Alias, Vendor
from ingest import gazetteer
from ingest.core.folding import fold_in_place
from jurisdictions.models import Authority, Jurisdiction, JurisdictionKind

pytestmark = pytest.mark.django_db


def found(text, *, live):
    known = gazetteer.load(live=live)
    return [known.jurisdiction_of(m) if m.sort != "vendor" else m.value for m in known.find(text, fold_in_place(text))]


def test_a_vendor_that_an_editor_added_is_known_live():
    vendor = Vendor.objects.create(slug="zorblatt", name="Zorblatt Systems")
    Alias.objects.create(vendor=vendor, text="Zorblatt", folded="zorblatt")
    assert found("Zorblatt recorders", live=True) == ["Zorblatt Systems"]
    assert found("Zorblatt recorders", live=False) == []


def test_an_authority_of_the_database_stands_for_its_jurisdiction_live():
    finland = Jurisdiction.objects.create(code="FI", kind=JurisdictionKind.COUNTRY, name="Finland")
    Authority.objects.create(jurisdiction=finland, name="Camera Board of Suomi", slug="camera-board")
    assert found("The Camera Board of Suomi decided", live=True) == ["FI"]


def test_the_starter_names_stay_known_live():
    assert found("Hikvision in Ottawa", live=True) == ["Hikvision", "CA"]


def test_a_body_whose_name_many_states_use_claims_no_text_for_its_own():
    taiwan = Jurisdiction.objects.create(code="TW", kind=JurisdictionKind.COUNTRY, name="Taiwan")
    Authority.objects.create(
        jurisdiction=taiwan, name="Ministry of the Interior", slug="interior", aliases=["MOI Taiwan"]
    )
    assert found("The Ministry of the Interior decided", live=True) == []
    assert found("The Ministry of the Interior of Poland decided", live=True) == ["PL"]
    assert found("MOI Taiwan decided", live=True) == ["TW"]


def test_a_name_that_two_states_use_claims_no_text():
    for code, name in (("VE", "Venezuela"), ("PY", "Paraguay")):
        place = Jurisdiction.objects.create(code=code, kind=JurisdictionKind.COUNTRY, name=name)
        Authority.objects.create(
            jurisdiction=place, name="Comisión Nacional de Telecomunicaciones", slug=f"conatel-{code}"
        )
    assert found("La Comisión Nacional de Telecomunicaciones decidió", live=True) == []


def test_a_body_whose_name_says_whose_it_is_stands_for_its_state():
    india = Jurisdiction.objects.create(code="IN", kind=JurisdictionKind.COUNTRY, name="India")
    Authority.objects.create(jurisdiction=india, name="Ministry of Statistics of India", slug="statistics")
    assert found("The Ministry of Statistics of India decided", live=True) == ["IN"]
