"""The two servers out of their wheels, started and stopped for real."""

import os
import signal

import psutil
import psycopg
import pytest
import redis

from bantracker.stack import postgres
from bantracker.stack.keeping import Database, save
from bantracker.stack.places import Places, StackError
from bantracker.stack.processes import end_all, left_over
from bantracker.stack.runs import servers


@pytest.fixture
def places(tmp_path):
    made = Places.under(tmp_path / "data")
    yield made
    end_all(left_over(made), patience_s=5)


def run_servers(places, environ=None):
    outside = {**os.environ, "DATABASE_URL": "", "REDIS_URL": "", **(environ or {})}
    return servers(places, outside, port=8000, demo=False, throw_away=True)


def test_both_servers_start_ask_for_a_password_keep_data_and_leave_nothing(places):
    with run_servers(places) as run:
        url = run.plan.environment["DATABASE_URL"]
        with psycopg.connect(url, autocommit=True) as connection:
            # Without the right character type there are no trigrams in Chinese, and no lower case in Cyrillic.
            assert connection.execute("SELECT lower('ХИ')").fetchone() == ("хи",)
            connection.execute("CREATE EXTENSION pg_trgm")
            assert connection.execute("SELECT cardinality(show_trgm('海康威视'))").fetchone()[0] > 0
            connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(url.replace(run.plan.environment["POSTGRES_PASSWORD"], "wrong"))
        with pytest.raises(redis.AuthenticationError):
            redis.Redis(port=run.plan.valkey_port).ping()
    assert left_over(places) == []
    places.env.unlink()  # the passwords are lost; the data are not
    with run_servers(places) as run, psycopg.connect(run.plan.environment["DATABASE_URL"]) as connection:
        assert connection.execute("SELECT one FROM kept").fetchone() == (1,)
        with pytest.raises(StackError, match="some other database"):
            save(Database.at(run.plan.environment), places)
    assert list(places.backups.iterdir()) == []


def test_servers_end_with_a_killed_supervisor_and_start_again_over_what_it_left(places):
    with run_servers(places) as run:
        postmaster = int((places.postgres / "postmaster.pid").read_text().splitlines()[0])
        supervisor = psutil.Process(psutil.Process(postmaster).ppid())
        supervisor.send_signal(signal.SIGKILL)
        _, alive = psutil.wait_procs([psutil.Process(postmaster)], timeout=15)
        assert alive == []
    with run_servers(places) as run:
        postgres.wait_until_ready(run.plan)


def test_an_interrupted_first_start_is_thrown_away(places):
    places.make()
    half = places.data / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18")
    with run_servers(places, {"REDIS_URL": "redis://127.0.0.1:1/0"}) as run:
        postgres.connect(run.plan).close()


def test_a_cluster_of_another_version_is_left_alone(places):
    places.make()
    places.postgres.mkdir()
    (places.postgres / "PG_VERSION").write_text("17\n")
    with pytest.raises(StackError, match="made by PostgreSQL 17"), run_servers(places):
        pass
    assert (places.postgres / "PG_VERSION").read_text() == "17\n"
