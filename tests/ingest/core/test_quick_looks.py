"""Most items are left after quick looks; none may be left that the whole look would have kept."""

from ingest import gazetteer, vocabulary
from ingest.core.classify import propose
from ingest.core.gazetteer import Gazetteer
from ingest.core.plaintext import read_plain
from ingest.vocabulary import weigh


def test_an_item_left_after_a_quick_look_would_have_been_left_after_the_whole(monkeypatch):
    known, words = gazetteer.load(), vocabulary.load()
    rows = list(weigh.read_rows())[::4]
    items = [read_plain(row["title"], row["text"], language=row["lang"]) for row in rows]

    def answers():
        return [propose(item, published=None, gazetteer=known, vocabulary=words) for item in items]

    quick = answers()
    looks = []

    def look_at_all(_self, text, _folded, _vendors):
        looks.append(text)
        return True

    monkeypatch.setattr(Gazetteer, "may_name_a_vendor", look_at_all)
    assert answers() == quick
    assert len(looks) > 100, "the quick look is asked of all that lean against a step"
    assert any(answer.is_relevant for answer in quick), "and some of these items matter"


def test_a_class_of_vendors_is_enough_to_look_further():
    known = gazetteer.load()
    text = "Foreign messengers must go\n\nThe ministry bans foreign messengers from the phones of its staff."
    cues, lexicon = vocabulary.load().for_language("en"), vocabulary.load().lexicon("en", known.names)
    folded, everyday = text.lower(), "the weather stays fine, and so do the phones"
    assert not known.may_name_a_vendor(text, folded, lexicon.look_up(folded).vendors)
    assert cues.may_name_a_class(folded, lexicon.look_up(folded).first_terms)
    assert not cues.may_name_a_class(everyday, lexicon.look_up(everyday).first_terms)
