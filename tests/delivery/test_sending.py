"""The outbox: after sixty seconds, once, through the gate, and again where a hub fails."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actions import services
from actions.drafting import ActionDraft, AnnouncementDraft, TargetDraft
from actions.lifecycle import Kind, Stage
from actions.models import Action, Outbox, Vendor
from bantracker.accounts.models import User
from bantracker.delivery.sending import deliver_due, topics_of
from jurisdictions.services import keep_jurisdiction
from tests.ingest.server import reply, serving

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def hub(settings):
    with serving() as server:
        settings.HUB_URL = server.url("/hub")
        settings.FETCH_ALLOW = [server.place]
        settings.DELIVERY_CHANNELS = ["websub"]
        settings.BASE_URL = "https://bans.example.org"
        server.replies["/hub"] = reply(b"", status="202 Accepted")
        yield server


@pytest.fixture
def published(hub):
    keep_jurisdiction("CA")
    Vendor.objects.create(slug="hikvision", name="Hikvision")
    occasion = services.open_announcement(AnnouncementDraft("occasion", "CA", None))
    target = TargetDraft("vendor", "Hikvision", "hikvision")
    draft = ActionDraft("ban", "A ban", Kind.PROCUREMENT_BAN, Stage.ADOPTED, targets=(target,))
    return services.publish(occasion, draft).revisions.get()


def test_nothing_is_sent_within_the_minute_in_which_an_editor_may_undo(hub, published):
    assert deliver_due(published.recorded_at + 59 * SECOND) == 0
    assert hub.asked == []


def test_a_change_is_told_once(hub, published):
    later = published.recorded_at + 61 * SECOND
    assert deliver_due(later) == 1
    assert deliver_due(later + 10 * SECOND) == 0
    assert len(hub.asked) == 1


def test_the_feeds_of_the_country_and_the_vendor_are_told_of(hub, published):
    topics = topics_of(Outbox.objects.get())
    assert "https://bans.example.org/jurisdictions/CA/feed.atom" in topics
    assert "https://bans.example.org/vendors/hikvision/feed.json" in topics
    assert len(topics) == 12


def test_an_undo_within_the_minute_sends_nothing(hub, published):
    editor = User.objects.create_user("editor@example.org", role="editor")
    services.retract(Action.objects.get(), editor=editor, reason="A mistake")
    assert deliver_due(timezone.now() + timedelta(hours=1)) == 0
    assert hub.asked == []


def test_a_hub_that_fails_is_told_again_later(hub, published):
    hub.replies["/hub"] = reply(b"", status="503 Service Unavailable")
    later = published.recorded_at + 61 * SECOND
    assert deliver_due(later) == 0
    message = Outbox.objects.get()
    assert message.attempts == 1
    assert message.last_error.endswith(".")
    hub.replies["/hub"] = reply(b"", status="204 No Content")
    assert deliver_due(later + 30 * SECOND) == 0
    assert deliver_due(later + 61 * SECOND) == 1


def test_a_hub_on_this_machine_is_refused_unless_it_was_allowed(hub, published, settings):
    settings.FETCH_ALLOW = []
    assert deliver_due(published.recorded_at + 61 * SECOND) == 0
    assert hub.asked == []
    assert "public" in Outbox.objects.get().last_error or "port" in Outbox.objects.get().last_error
