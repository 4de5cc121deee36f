"""What a reader meets in another language: the browser's wish, the choice in the footer, names, days and numbers."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import translation

from actions import sentences
from actions.lifecycle import Kind
from actions.spans import Precision, Span
from bantracker import translations
from jurisdictions.models import Jurisdiction
from tests.factories import ActionFactory, CitationFactory, JurisdictionFactory, MilestoneFactory, UserFactory
from tests.ingest.factories import make_story

PUBLIC = [
    *("/", "/actions/", "/actions/?knd=1", "/actions/?q=football", "/actions/warning/", "/jurisdictions/"),
    *("/jurisdictions/CA/", "/vendors/", "/vendors/hikvision/", "/matrix/", "/map/", "/timeline/", "/changes/"),
    *("/compare/", "/check/?names=Hik+Vision%0AAcme", "/search/?q=hikvision", "/about/", "/feeds/", "/coverage/"),
    *("/quality/", "/status/", "/report/", "/styleguide/", "/accounts/login/", "/nothing-here/", "/desk/"),
]
DESK = ["", "items/", "sources/", "verify/", "reports/", "decisions/", "learning/", "add/", "sample/"]
FRENCH = {"Accept-Language": "fr-CA,fr;q=0.9,en;q=0.5"}
LONG_ENOUGH = 3
"""Words from which on an English text cannot stand on a French page by chance."""


@pytest.fixture(autouse=True)
def english_again():
    """A request leaves its language to the thread that answered it."""
    yield
    translation.deactivate()


@pytest.fixture
def warning(db):
    action = ActionFactory(slug="warning", kind="advisory", title="Kanada warnt")
    CitationFactory(of=[action], title="Titel")
    MilestoneFactory(action=action)
    return action


@pytest.fixture(scope="module")
def english():
    """The texts of the interface that are long enough to be told apart, and differ in French."""
    texts = [(part, words) for one in translations.read_catalogue("fr") for part, words in _pairs(one)]
    found = {part for part, words in texts if part != words and "%" not in part and "<" not in part}
    return {part for part in found if len(part.split()) >= LONG_ENOUGH}


def _pairs(message):
    return zip(translations.parts(message.id), translations.parts(message.string), strict=True)


def told(answer) -> str:
    """What a page shows and says: its text, and the names of what has no text."""
    soup = BeautifulSoup(answer.content, "lxml")
    named = [
        tag[name]
        for tag in soup.find_all(True)
        for name in ("aria-label", "placeholder", "title")
        if tag.has_attr(name)
    ]
    return " ".join([*soup.stripped_strings, *named])


@pytest.mark.parametrize("address", PUBLIC)
def test_a_french_page_holds_no_english_text_of_the_interface(client, warning, english, address):
    answer = client.get(address, headers={"accept-language": "fr"}, follow=True)
    page = told(answer)
    assert BeautifulSoup(answer.content, "lxml").html["lang"] == "fr"
    assert len(english) > 500
    assert [text for text in english if text in page] == []


@pytest.mark.parametrize("address", DESK)
def test_the_desk_speaks_french_too(client, db, english, address):
    client.force_login(UserFactory(role="operator"))
    page = told(client.get(f"/desk/{address}", headers={"accept-language": "fr"}))
    assert [text for text in english if text in page] == []


def test_a_story_is_decided_in_french(client, db, english):
    client.force_login(UserFactory(role="editor"))
    page = told(client.get(f"/desk/stories/{make_story(items=2).pk}/", headers={"accept-language": "fr"}, follow=True))
    assert "Approuver" in page
    assert [text for text in english if text in page] == []


def test_the_browser_s_wish_holds_and_caches_are_told(client, warning):
    answer = client.get("/", headers={"accept-language": "fr"})
    assert answer["Content-Language"] == "fr"
    assert {"Accept-Language", "Cookie"} <= set(answer["Vary"].split(", "))
    assert client.get("/", headers={"Accept-Language": "de"})["Content-Language"] == "en"


def test_suggestions_are_kept_for_one_language_only(client, warning):
    assert {"Accept-Language", "Cookie"} <= set(
        client.get("/suggest/?q=hik", headers={"accept-language": "fr"})["Vary"].split(", ")
    )


def test_a_reader_chooses_the_language_and_stays_on_the_page(warning):
    reader = Client(enforce_csrf_checks=True)
    page = BeautifulSoup(reader.get("/actions/?kind=advisory").content, "lxml")
    form = page.select_one("footer form")
    assert form.select_one("[aria-current]").get_text() == "English"
    button = form.select_one("button[lang=fr]")
    sent = {"next": form.select_one("[name=next]")["value"], button["name"]: button["value"]}
    answer = reader.post(form["action"], sent)
    assert (answer.status_code, answer["Location"]) == (302, "/actions/?kind=advisory")
    again = reader.get(answer["Location"], headers={"Accept-Language": "en"})
    assert again["Content-Language"] == "fr"


def test_a_choice_leads_to_no_other_site(db):
    answer = Client().post("/language/", {"language": "fr", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"


def test_a_page_sets_no_cookie_before_a_choice(client, warning):
    assert not client.get("/").cookies


def test_names_of_places_follow_the_reader():
    british_columbia = Jurisdiction(code="CA-BC", name="British Columbia")
    with translation.override("fr"):
        assert Jurisdiction(code="DE", name="Germany").display_name == "Allemagne"
        assert british_columbia.display_name == "Colombie-Britannique"
        assert Jurisdiction(code="GB-SCT", name="Scotland").display_name == "Écosse"
        assert Jurisdiction(code="DE-BE", name="Berlin").display_name == "Berlin"
    assert british_columbia.display_name == "British Columbia"


def test_places_stand_in_the_reader_s_alphabet():
    with translation.override("fr"):
        listed = [Jurisdiction(code=code, name=code) for code in ("US", "ZA", "EG", "ES", "IT")]
        named = [place.display_name for place in sorted(listed, key=lambda place: place.name_order)]
    assert named == ["Afrique du Sud", "Égypte", "Espagne", "États-Unis", "Italie"]


@pytest.mark.parametrize(
    ("precision", "words"),
    [(Precision.DAY, "le 27 juin 2025"), (Precision.MONTH, "en juin 2025"), (Precision.YEAR, "en 2025")],
)
def test_a_date_is_said_in_french_at_its_own_precision(precision, words):
    with translation.override("fr"):
        assert sentences.on_span(Span(date(2025, 6, 27), date(2025, 6, 27), precision)) == words


def test_an_action_is_told_in_a_french_sentence(db):
    action = ActionFactory(
        kind=Kind.SHUTDOWN_ORDER, stage="in_force", jurisdiction=JurisdictionFactory(code="NL", name="Netherlands")
    )
    with translation.override("fr"):
        sentence = sentences.for_action(action, date(2030, 1, 1))
    assert sentence.startswith("Pays-Bas\u00a0: cette mesure (ordre de cessation visant ")
    assert "est en vigueur depuis le" in sentence


def test_numbers_are_grouped_as_the_language_groups_them():
    assert sentences.number_text(12816) == "12,816"
    with translation.override("fr"):
        assert sentences.number_text(12816) in {"12\u00a0816", "12\u202f816"}


def test_a_drawing_is_measured_in_the_numbers_that_browsers_read(client, db):
    for kind in ("advisory", "removal_order", "removal_order"):
        ActionFactory(kind=kind)
    for address in ("/", "/jurisdictions/CA/", "/timeline/", "/map/", "/quality/"):
        drawn = BeautifulSoup(client.get(address, headers={"accept-language": "fr"}).content, "lxml").select(
            "svg [x], svg [width]"
        )
        measures = [part.get(name, "0") for part in drawn for name in ("x", "y", "width", "height")]
        assert [measure for measure in measures if "," in measure] == [], address
