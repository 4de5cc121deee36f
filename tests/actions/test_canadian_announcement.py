"""One announcement of 27 June 2025 with four actions: the yardstick of the data model.

Everything that the two founding reports say has a place of its own, and is read back from it.
"""

import pytest

from actions import services
from actions.drafting import (
    ActionDraft,
    AnnouncementDraft,
    AuthorityDraft,
    CitationDraft,
    MilestoneDraft,
    QuoteDraft,
    ReactionDraft,
    ReferenceDraft,
    TargetDraft,
)
from actions.lifecycle import Kind, MilestoneKind, Stage
from actions.models import Action, Alias, Vendor
from actions.names import fold
from actions.spans import parse_span
from jurisdictions.services import keep_jurisdiction

pytestmark = pytest.mark.django_db

DAY = parse_span("2025-06-27")
POST = CitationDraft(
    "https://example.org/minister", "The minister's post on X", "Minister of Industry", DAY, "statement"
)
MINISTER = AuthorityDraft("Innovation, Science and Economic Development Canada", "Minister of Industry")
HIKVISION = TargetDraft("vendor", "Hikvision", "hikvision")


def step(kind, title, **more):
    values = {
        "announced": DAY,
        "adopted": DAY,
        "authorities": (MINISTER,),
        "citations": (POST,),
        "targets": (HIKVISION,),
    }
    return ActionDraft(
        slug=f"ca-hikvision-{kind}", title=title, kind=Kind(kind), stage=Stage.ADOPTED, **{**values, **more}
    )


@pytest.fixture
def hikvision():
    vendor = Vendor.objects.create(
        slug="hikvision",
        name="Hikvision",
        legal_name="Hangzhou Hikvision Digital Technology Co., Ltd.",
        home=keep_jurisdiction("CN"),
        owner_text="China Electronics Technology Group, a state company",
    )
    names = {"Hikvision": "name", "Hikvision Canada Inc.": "unit", "Hikvision USA": "unit", "海康威视": "native"}
    for text, kind in names.items():
        Alias.objects.create(vendor=vendor, kind=kind, text=text, folded=fold(text))
    return vendor


OCCASION = AnnouncementDraft(
    "ca-hikvision-2025-06-27",
    "CA",
    DAY,
    "Canada acts against Hikvision",
    "ca-hikvision-2025",
    "One report gives 28 June, the day of the post in a later time zone.",
)
ANSWERS = (
    ReactionDraft("Hikvision", "Strongly disagrees with the decision", parse_span("2025-06-28"), vendor="hikvision"),
    ReactionDraft("Hikvision", "Says that Chinese laws are misread", parse_span("2025-06-29"), vendor="hikvision"),
    ReactionDraft("Chinese embassy in Canada", "Is firmly opposed", None, jurisdiction="CN"),
)
ORDER = step(
    "shutdown_order",
    "Canada orders Hikvision Canada Inc. to wind up",
    targets=(TargetDraft("legal_person", "Hikvision Canada Inc.", "hikvision"),),
    instrument="Investment Canada Act, Part IV.1",
    references=(ReferenceDraft("law", "Investment Canada Act"),),
    binds=("public",),
    forbids=("operate",),
    scope="The company must cease all activities in Canada and wind up its business there.",
    not_covered="Affiliates outside Canada; private persons may still buy.",
    milestones=(MilestoneDraft(MilestoneKind.ADOPTED, "The minister announces the order", DAY, POST.url),),
    quotes=(QuoteDraft(POST.url, "kind", "cease all operations in Canada"),),
    reactions=ANSWERS,
)
BAN = step(
    "procurement_ban",
    "Canada bars its public bodies from Hikvision products",
    binds=("central_government", "agencies"),
    forbids=("buy", "use"),
    scope="Departments, agencies and Crown corporations.",
)
REVIEW = step(
    "removal_order",
    "Canada reviews federal properties for Hikvision equipment",
    binds=("central_government",),
    forbids=("use",),
)
ADVICE = step("advisory", "Canada encourages all Canadians to take note", binds=("public",))


@pytest.fixture
def announcement(hikvision):
    for code in ("CA", "CA-QC"):
        keep_jurisdiction(code)
    occasion = services.open_announcement(OCCASION)
    services.publish_all([(occasion, draft) for draft in (ORDER, BAN, REVIEW, ADVICE)])
    return occasion


def read(kind):
    return Action.objects.for_record().get(slug=f"ca-hikvision-{kind}")


def test_one_announcement_carries_four_actions(announcement):
    kinds = list(announcement.actions.order_by("kind").values_list("kind", flat=True))
    assert kinds == ["advisory", "procurement_ban", "removal_order", "shutdown_order"]


def test_sources_may_disagree_on_the_day(announcement):
    assert announcement.made_known == DAY
    assert "28 June" in announcement.note


def test_the_act_is_named_for_the_order_alone(announcement):
    instruments = {action.kind: action.instrument for action in announcement.actions.all()}
    assert instruments.pop("shutdown_order") == "Investment Canada Act, Part IV.1"
    assert set(instruments.values()) == {""}


def test_targets_differ_and_belong_to_one_vendor(announcement):
    order, ban = read("shutdown_order"), read("procurement_ban")
    assert [(t.kind, t.name) for t in order.targets.all()] == [("legal_person", "Hikvision Canada Inc.")]
    assert [(t.kind, t.name) for t in ban.targets.all()] == [("vendor", "Hikvision")]
    assert Action.objects.hitting(Vendor.objects.get()).count() == 4


def test_who_is_bound_to_what_and_what_is_not_covered(announcement):
    ban = read("procurement_ban")
    assert (ban.binds, ban.forbids) == (["central_government", "agencies"], ["buy", "use"])
    assert read("shutdown_order").not_covered == "Affiliates outside Canada; private persons may still buy."


def test_unknowns_stay_unknown(announcement):
    order = read("shutdown_order")
    assert order.effective is None
    assert order.reasons == ""
    assert read("removal_order").reasons == ""


def test_reactions_are_answers_with_their_own_days(announcement):
    answers = [(r.by, r.on.iso() if r.on else None) for r in announcement.reactions.all()]
    assert answers == [("Hikvision", "2025-06-28"), ("Hikvision", "2025-06-29"), ("Chinese embassy in Canada", None)]
    assert read("procurement_ban").reactions.count() == 0


def test_the_vendor_has_names_units_and_a_state_owner(announcement):
    vendor = Vendor.objects.named("hikvision canada, inc.").get()
    assert vendor.owner_text == "China Electronics Technology Group, a state company"
    assert vendor.aliases.filter(kind="unit").count() == 2


def test_the_record_reads_back_whole(announcement):
    record = read("shutdown_order").revisions.get().record
    assert record["authorities"] == [
        {
            "name": "Innovation, Science and Economic Development Canada",
            "slug": "ca-innovation-science-and-economic-development-canada",
            "capacity": "Minister of Industry",
        }
    ]
    assert record["announced"] == {"text": "2025-06-27", "first": "2025-06-27", "last": "2025-06-27"}
    assert record["effective"] == {"text": None, "first": None, "last": None}
    assert record["quotes"] == [{"field": "kind", "exact": "cease all operations in Canada", "url": POST.url}]
    assert [reaction["by"] for reaction in record["reactions"]] == [
        "Hikvision",
        "Hikvision",
        "Chinese embassy in Canada",
    ]
    assert record["citations"][0]["grade"] == "statement"


def test_an_earlier_proposal_and_a_province_s_ban_are_actions_of_their_own(announcement):
    proposal = services.open_announcement(AnnouncementDraft("ca-surveillance-2024-05", "CA", parse_span("2024-05")))
    services.publish(
        proposal,
        ActionDraft(
            slug="ca-sanctions-proposal-2024",
            title="Canada considers sanctions on four makers",
            kind=Kind.SANCTIONS_LISTING,
            stage=Stage.PROPOSED,
            announced=parse_span("2024-05"),
            targets=(HIKVISION,),
        ),
    )
    quebec = services.open_announcement(AnnouncementDraft("ca-qc-cameras-2024", "CA-QC", parse_span("2024")))
    ban = services.publish(
        quebec,
        ActionDraft(
            slug="ca-qc-ban-2024",
            title="Quebec bars its public bodies from Hikvision",
            kind=Kind.PROCUREMENT_BAN,
            stage=Stage.IN_FORCE,
            targets=(HIKVISION,),
        ),
    )
    assert ban.jurisdiction.parent.code == "CA"
    assert Action.objects.in_place(keep_jurisdiction("CA")).count() == 5
