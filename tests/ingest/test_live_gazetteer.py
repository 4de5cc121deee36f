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
