"""The parts of the embedded stack that start nothing."""

import configparser
import os
import shlex
import socket
import stat

import pytest

from bantracker.stack import up
from bantracker.stack.environment import keep_env, make_plan, read_env
from bantracker.stack.places import Places, StackError
from bantracker.stack.ports import own_port, read_port
from bantracker.stack.runs import AlreadyRunningError, is_held, only_one
from bantracker.stack.supervision import Program, settings_text
from ingest.http import Allowed, why_not_asked


@pytest.fixture
def places(tmp_path):
    made = Places.under(tmp_path / "data")
    made.make()
    return made


@pytest.fixture
def taken_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_folders_are_closed_to_others(places):
    assert {stat.S_IMODE(path.stat().st_mode) for path in (places.data, places.run, places.logs)} == {0o700}


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StackError, match=r"keeps its data in .*file/data and cannot write there"):
        Places.under(tmp_path / "file" / "data").make()


def test_a_long_path_gets_a_socket_elsewhere(tmp_path):
    deep = Places.under(tmp_path / ("x" * 120))
    assert len(bytes(deep.socket)) < 100


def test_secrets_are_made_once_and_kept_closed(places):
    first = make_plan(places, {}, port=8000, demo=True).environment
    second = make_plan(places, {}, port=8001, demo=True).environment
    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert first["DATABASE_URL"] == second["DATABASE_URL"]
    assert second["BASE_URL"] == "http://localhost:8001"
    assert stat.S_IMODE(places.env.stat().st_mode) == 0o600


def test_what_an_operator_wrote_in_the_file_stays(places):
    places.env.write_text("# mine\nCONTACT=me@example.org\nPORT=1\n")
    keep_env(places.env, {"PORT": "8000", "DEMO": "true"})
    assert places.env.read_text() == "# mine\nCONTACT=me@example.org\nPORT=8000\nDEMO=true\n"


def test_a_given_database_is_used_and_none_is_started(places):
    plan = make_plan(places, {"DATABASE_URL": "postgres://elsewhere/db"}, port=8000, demo=True)
    assert plan.postgres_port is None
    assert plan.valkey_port is not None
    assert plan.environment["DATABASE_URL"] == "postgres://elsewhere/db"
    assert "DATABASE_URL" not in read_env(places.env)


def test_a_given_broker_is_used_and_none_is_started(places):
    plan = make_plan(places, {"REDIS_URL": "redis://elsewhere/3"}, port=8000, demo=True)
    assert plan.valkey_port is None
    assert plan.postgres_port is not None
    assert plan.environment["REDIS_URL"] == "redis://elsewhere/3"


def test_the_passwords_of_another_run_in_the_environment_are_not_taken(places):
    environment = make_plan(
        places, {"VALKEY_PASSWORD": "theirs", "SECRET_KEY": "mine"}, port=8000, demo=True
    ).environment
    assert environment["VALKEY_PASSWORD"] in environment["REDIS_URL"]
    assert environment["VALKEY_PASSWORD"] != "theirs"
    assert environment["SECRET_KEY"] == "mine"


def test_the_demo_may_read_its_own_samples_and_nothing_else_of_this_machine(places):
    environment = make_plan(places, {}, port=8123, demo=True).environment
    allow = [Allowed.parse(entry) for entry in environment["FETCH_ALLOW"].split(",")]
    assert why_not_asked(f"{environment['BASE_URL']}/samples/north-wire.rss", allow) == ""
    assert why_not_asked("http://127.0.0.1:8123/samples/north-wire.rss", allow) == ""
    assert why_not_asked(f"{environment['BASE_URL']}/desk/", allow) != ""
    assert why_not_asked("http://localhost:8124/samples/north-wire.rss", allow) != ""


def test_a_run_without_the_demo_may_read_nothing_of_this_machine(places):
    assert make_plan(places, {}, port=8000, demo=False).environment["FETCH_ALLOW"] == ""


def test_a_kept_port_that_is_taken_is_given_up(taken_port):
    assert own_port(str(taken_port)) != taken_port


@pytest.mark.parametrize("text", ["", "abc", "0", "65536", "-1", "8000.5"])
def test_what_is_no_port_is_a_sentence(text):
    with pytest.raises(StackError, match="is not a port"):
        read_port(text)


def test_a_taken_port_names_its_holder_and_another_port(taken_port):
    with pytest.raises(StackError, match=rf"Port {taken_port} is taken by .*make up PORT={taken_port + 1}"):
        up.check_port(taken_port)


def test_a_second_run_is_told_of_the_first(places):
    with only_one(places, "running"):
        assert is_held(places)
        with (
            pytest.raises(AlreadyRunningError, match=f"running here already .process {os.getpid()}"),
            only_one(places, ""),
        ):
            pass
    assert not is_held(places)


def test_a_path_with_blanks_and_percent_signs_survives_the_settings(tmp_path):
    places = Places.under(tmp_path / "a b 100%")
    program = Program("web", ["/a b/100%/run", "x y"], 20, "TERM", stop_within_s=5, is_server=False)
    read = configparser.ConfigParser()
    read.read_string(settings_text(places, [program]))
    assert shlex.split(read["program:web"]["command"]) == ["/a b/100%/run", "x y"]
    assert read["supervisord"]["logfile"] == f"{places.logs}/supervisord.log"
