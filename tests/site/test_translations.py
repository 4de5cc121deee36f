"""The catalogues: whole, of today, compiled, and true to what each text holds."""

import re
from io import BytesIO

import pytest
from babel.messages.mofile import read_mo, write_mo
from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext, ngettext, override

from bantracker import translations

LANGUAGES = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture(scope="module")
def catalogue(language):
    return translations.read_catalogue(language)


def messages(catalogue):
    return {(one.context, translations.parts(one.id)): translations.parts(one.string) for one in catalogue if one.id}


def test_the_catalogue_holds_every_text_of_code_and_templates_and_no_other(language, catalogue):
    of_today = messages(translations.extracted(language))
    assert len(of_today) > 1000
    assert sorted(map(str, of_today.keys() ^ messages(catalogue).keys())) == []


def test_no_text_lacks_words(catalogue):
    assert [one.id for one in translations.untranslated(catalogue)] == []
    assert [one.id for one in catalogue if one.fuzzy and one.id] == []


def test_what_runs_is_what_translators_wrote(language, catalogue):
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    buffer.seek(0)
    assert messages(read_mo(buffer)) == messages(translations.compiled(language))


def test_values_and_elements_of_a_text_stand_in_its_words(catalogue):
    wrong = []
    for one in catalogue:
        allowed = set(translations.PLACEHOLDER.findall(translations.parts(one.id)[-1]))
        found = [set(translations.PLACEHOLDER.findall(words)) for words in translations.parts(one.string)]
        if one.id and (set().union(*found) != allowed or not all(found[-1] >= held for held in found)):
            wrong.append(one.id)
    assert wrong == []


def test_french_sets_its_marks_apart_and_writes_no_straight_apostrophe():
    words = [part for parts in messages(translations.read_catalogue("fr")).values() for part in parts]
    plain = [re.sub(r"<[^>]+>", "", one) for one in words]
    assert [one for one in plain if re.search(r" [:;?!»]|« |'", one)] == []


def test_a_text_of_a_template_is_found(tmp_path, monkeypatch):
    page = tmp_path / "templates" / "page.html"
    page.parent.mkdir()
    page.write_text(
        '  {% load i18n %}<p title="it\'s">{% translate "One" context "a number" %}\n'
        "{% blocktranslate count n=n trimmed %}{{ n }}\n  thing{% plural %}{{ n }} things{% endblocktranslate %}</p>"
    )
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    found = messages(translations.extracted("fr"))
    assert found.keys() == {("a number", ("One",)), (None, ("%(n)s thing", "%(n)s things"))}


def test_a_renewal_keeps_the_words_and_names_what_lacks_them(tmp_path, monkeypatch, capsys):
    module = tmp_path / "actions" / "page.py"
    module.parent.mkdir()
    module.write_text('_("Old")\n_("Gone")\n')
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    monkeypatch.setattr(translations, "LOCALES", tmp_path / "locale")
    first = translations.renewed("fr")
    first.get("Old").string, first.get("Gone").string = "Vieux", "Parti"
    translations.write("fr", first)
    module.write_text('_("Old")\n_("New")\n')
    call_command("renew_translations")
    assert messages(translations.read_catalogue("fr")) == {(None, ("Old",)): ("Vieux",), (None, ("New",)): ("",)}
    told = capsys.readouterr().out
    assert "“fr” yet: New" in told
    assert "holds 2 texts; 1 lack words" in told


def test_one_and_many_are_said_as_french_counts():
    with override("fr"):
        counted = [ngettext("%(count)s vendor", "%(count)s vendors", n) % {"count": n} for n in (0, 1, 2)]
        assert counted == ["0 fournisseur", "1 fournisseur", "2 fournisseurs"]
        assert gettext("In force") == "En vigueur"
