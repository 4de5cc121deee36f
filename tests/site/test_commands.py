"""`create_user`, `prepare` and what `check` says."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from bantracker import checks
from bantracker.accounts.models import User


def create_user(*arguments):
    said = StringIO()
    call_command("create_user", *arguments, stdout=said)
    return said.getvalue()


@pytest.mark.django_db
def test_an_account_without_a_terminal_gets_a_password_that_is_printed():
    said = create_user("me@example.org", "--role=editor")
    user = User.objects.get(email="me@example.org")
    assert user.role == "editor"
    assert user.check_password(said.split("Password: ")[1].strip())


@pytest.mark.django_db
def test_an_account_is_not_replaced_unless_asked(monkeypatch):
    monkeypatch.setenv("GIVEN", "correct horse battery")
    create_user("me@example.org", "--role=analyst")
    with pytest.raises(CommandError, match="has an account already"):
        create_user("ME@example.org")
    create_user("ME@example.org", "--role=editor", "--password-from=GIVEN", "--replace")
    user = User.objects.get()
    assert (user.role, user.check_password("correct horse battery")) == ("editor", True)


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["", "me", "me@"])
def test_what_is_no_address_is_a_sentence(email):
    with pytest.raises(CommandError, match="is not an e-mail address"):
        create_user(email)


@pytest.mark.parametrize("missing", [["SECRET_KEY", "DATABASE_URL", "REDIS_URL"], ["REDIS_URL"], []])
def test_check_names_each_variable_that_is_missing(settings, missing):
    settings.MISSING_SERVICES = missing
    assert [message.msg.split(" is not set")[0] for message in checks.services_are_named()] == missing


def test_static_files_are_collected_once(settings, tmp_path):
    from bantracker.management.commands.prepare import collect_static

    settings.STATIC_ROOT, calls = tmp_path / "static", []
    collect_static(lambda *_, **__: calls.append(1))
    collect_static(lambda *_, **__: calls.append(1))
    assert calls == [1]
