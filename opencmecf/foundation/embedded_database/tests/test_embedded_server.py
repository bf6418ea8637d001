"""The embedded server, tried on real servers in temporary folders."""

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing.queues import Queue
from pathlib import Path

import psycopg
import pytest

from opencmecf.foundation.embedded_database import (
    EmbeddedDatabaseError,
    EmbeddedServer,
    account,
    binaries,
    postmaster,
    sockets,
)

NOBODY = 65534
forking = multiprocessing.get_context("fork")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedServer]:
    server = EmbeddedServer(tmp_path / "database")
    yield server
    server.stop("immediate")


def execute(server: EmbeddedServer, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
    with psycopg.connect(server.url(database)) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def leader_of(server: EmbeddedServer) -> int:
    leader = postmaster.find(server.data)
    assert leader is not None
    return leader


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def start_and_report(home: Path, answers: "Queue[int | str]") -> None:
    try:
        server = EmbeddedServer(home)
        server.start(detached=True)
        execute(server, "SELECT 1")
        answers.put(leader_of(server))
    except (EmbeddedDatabaseError, psycopg.Error, AssertionError) as error:
        answers.put(repr(error))


def test_first_start_makes_a_safe_private_database_in_utc(server: EmbeddedServer) -> None:
    assert not server.is_running()
    server.start()
    assert server.is_running()
    names = ("fsync", "data_checksums", "listen_addresses", "timezone", "max_connections", "unix_socket_permissions")
    values = [execute(server, f"SHOW {name}")[0][0] for name in names]
    assert values == ["on", "on", "", "UTC", "100", "0700"]
    row = execute(server, "SELECT datlocprovider, datlocale, current_user FROM pg_database WHERE datname = 'postgres'")
    assert row == [("b", "C.UTF-8", "court")]
    assert sockets.is_private(server.socket_directory, account.find_place(server.home).account)


def test_second_start_returns_at_once_and_leaves_the_server_alone(server: EmbeddedServer) -> None:
    server.start()
    leader = leader_of(server)
    started = time.monotonic()
    server.start()
    assert time.monotonic() - started < 0.5
    assert leader_of(server) == leader


def test_stopping_twice_is_stopping_once(server: EmbeddedServer) -> None:
    server.stop()
    server.start()
    server.stop()
    assert not server.is_running()
    server.stop()


def test_six_starts_at_once_make_one_postmaster(server: EmbeddedServer) -> None:
    answers: Queue[int | str] = forking.Queue()
    starters = [forking.Process(target=start_and_report, args=(server.home, answers)) for _ in range(6)]
    for starter in starters:
        starter.start()
    leaders = {answers.get(timeout=60) for _ in starters}
    for starter in starters:
        starter.join()
    assert leaders == {leader_of(server)}


def test_commits_survive_the_killing_of_the_postmaster(server: EmbeddedServer) -> None:
    server.start()
    execute(server, "CREATE TABLE docket (entry int)")
    for entry in range(50):
        execute(server, f"INSERT INTO docket VALUES ({entry})")
    killed = leader_of(server)
    os.kill(killed, signal.SIGKILL)
    server.start()
    assert execute(server, "SELECT count(*) FROM docket") == [(50,)]
    assert leader_of(server) != killed


def test_server_killed_while_it_starts_is_started_again(
    monkeypatch: pytest.MonkeyPatch, server: EmbeddedServer
) -> None:
    launch = server._launch
    killed: list[int] = []

    def launch_and_kill_the_first(lock: int) -> None:
        launch(lock)
        if not killed:
            wait_for(lambda: postmaster.find(server.data))
            killed.append(leader_of(server))
            os.kill(killed[0], signal.SIGKILL)
            wait_for(lambda: postmaster.find(server.data) is None)

    monkeypatch.setattr(server, "_launch", launch_and_kill_the_first)
    server.start()
    assert killed != [leader_of(server)]


@pytest.mark.skipif(sys.platform != "linux", reason="server processes left behind are found through /proc")
def test_start_ends_a_busy_backend_that_outlived_its_postmaster(server: EmbeddedServer) -> None:
    server.start()
    connection = psycopg.connect(server.url())
    connection.pgconn.send_query(b"SELECT count(*) FROM generate_series(1, 100000000000)")
    time.sleep(0.2)
    os.kill(leader_of(server), signal.SIGKILL)
    server.start()
    connection.close()
    assert execute(server, "SELECT 1") == [(1,)]


def test_stop_ends_what_a_killed_postmaster_left(server: EmbeddedServer) -> None:
    server.start()
    os.kill(leader_of(server), signal.SIGKILL)
    server.stop()
    assert not server.is_running()


def test_stale_pid_file_with_the_number_of_another_program_is_no_obstacle(server: EmbeddedServer) -> None:
    server.start()
    pid_file = server.data / postmaster.PID_FILE
    lines = pid_file.read_text().splitlines()
    os.kill(leader_of(server), signal.SIGKILL)
    wait_for(lambda: not server.is_running())
    bystander = subprocess.Popen(["sleep", "60"])
    try:
        pid_file.write_text("\n".join([str(bystander.pid), *lines[1:]]) + "\n")
        server.start()
        assert server.is_running()
        server.stop()
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_uncollected_dead_process_in_the_pid_file_is_no_obstacle(server: EmbeddedServer) -> None:
    server.start()
    server.stop()
    dead = subprocess.Popen(["true"])
    wait_for(lambda: os.waitid(os.P_PID, dead.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG))
    (server.data / postmaster.PID_FILE).write_text(f"{dead.pid}\n")
    server.start()
    assert server.is_running()
    dead.wait()


def test_interrupted_first_start_is_begun_again(server: EmbeddedServer) -> None:
    unfinished = server.home / "data.new"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    server.start()
    assert server.is_running()


@pytest.mark.parametrize("name", ["long-" * 30, "a b$HOME,c'\"ü"])
def test_long_and_odd_home_paths_work(tmp_path: Path, name: str) -> None:
    server = EmbeddedServer(tmp_path / name)
    try:
        server.start()
        assert len(os.fsencode(server.socket_directory / sockets.SOCKET_NAME)) <= sockets.LONGEST_PATH
        assert execute(server, "SELECT 1") == [(1,)]
    finally:
        server.stop("immediate")
        server.socket_directory.rmdir()


def test_socket_folder_that_others_can_enter_is_refused(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path / ("long-" * 30))
    server.socket_directory.mkdir(mode=0o777)
    server.socket_directory.chmod(0o777)
    try:
        with pytest.raises(EmbeddedDatabaseError, match="closed to others"):
            server.start()
    finally:
        server.socket_directory.rmdir()


def test_failing_start_shows_the_end_of_the_log(server: EmbeddedServer) -> None:
    server.start()
    server.stop()
    with (server.data / "postgresql.conf").open("a") as settings:
        settings.write("no_such_setting = 1\n")
    with pytest.raises(EmbeddedDatabaseError, match="no_such_setting"):
        server.start()


def test_data_of_another_version_is_refused(server: EmbeddedServer) -> None:
    server.data.mkdir(parents=True)
    (server.data / "PG_VERSION").write_text("16\n")
    with pytest.raises(EmbeddedDatabaseError, match="made by PostgreSQL 16"):
        server.start()


def test_roles_and_databases_are_made_once(server: EmbeddedServer) -> None:
    server.start()
    for _ in range(2):
        server.ensure_role("web")
        server.ensure_database("court one", owner="web")
    with psycopg.connect(server.url("court one", "web")) as connection:
        row = connection.execute("SELECT current_database(), current_user").fetchone()
    assert row == ("court one", "web")
    server.ensure_database("court one")
    owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'court one'"
    assert execute(server, owner) == [("court",)]


def test_command_line_starts_reports_and_stops(server: EmbeddedServer) -> None:
    def cmd(action: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "opencmecf.foundation.embedded_database", action, str(server.home)]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        return result.returncode, result.stdout.strip()

    assert cmd("status") == (3, "stopped")
    assert cmd("start") == (0, server.url())
    assert cmd("status") == (0, "running")
    assert cmd("stop") == (0, "")
    assert not server.is_running()


def test_server_ends_with_the_process_that_started_it_unless_detached(server: EmbeddedServer) -> None:
    program = "import sys, pathlib; from opencmecf.foundation.embedded_database import EmbeddedServer as S\n"
    program += "S(pathlib.Path(sys.argv[1])).start(detached=sys.argv[2] == 'detached')"
    subprocess.run([sys.executable, "-c", program, str(server.home), "attached"], check=True)
    assert not server.is_running()
    subprocess.run([sys.executable, "-c", program, str(server.home), "detached"], check=True)
    assert server.is_running()


def test_run_restarts_a_killed_server_and_stops_it_on_request(server: EmbeddedServer) -> None:
    command = [sys.executable, "-m", "opencmecf.foundation.embedded_database", "run", str(server.home)]
    runner = subprocess.Popen(command)
    try:
        wait_for(server.is_running)
        killed = leader_of(server)
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda: server.is_running() and leader_of(server) != killed)
    finally:
        runner.terminate()
        assert runner.wait(20) == 0
    assert not server.is_running()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends its data to another user")
def test_root_lends_the_data_where_user_namespaces_are_refused(
    monkeypatch: pytest.MonkeyPatch, server: EmbeddedServer
) -> None:
    monkeypatch.setattr(account, "namespace_account", lambda: None)
    with tempfile.TemporaryDirectory() as lent:
        Path(lent).chmod(0o755)
        monkeypatch.setattr(account, "LENT_DATA", Path(lent) / "opencmecf")
        try:
            server.start()
        except EmbeddedDatabaseError as error:
            pytest.skip(f"no unprivileged user reaches the programs here: {error}")
        assert execute(server, "SELECT 1") == [(1,)]
        assert server.data.stat().st_uid != 0
        # The data decides, also where namespaces work again.
        monkeypatch.undo()
        monkeypatch.setattr(account, "LENT_DATA", Path(lent) / "opencmecf")
        assert EmbeddedServer(server.home).is_running()
        server.stop()


def start_as_nobody(home: Path, answers: "Queue[int | str]") -> None:
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    start_and_report(home, answers)
    EmbeddedServer(home).stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="the other tests run as an ordinary user already")
def test_ordinary_user_needs_no_namespace() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.chown(folder, NOBODY, NOBODY)
        if not account.Account(NOBODY, NOBODY, lent=True).reaches(Path(folder)):
            pytest.skip(f"the user nobody cannot reach {binaries.directory()}")
        answers: Queue[int | str] = forking.Queue()
        starter = forking.Process(target=start_as_nobody, args=(Path(folder) / "database", answers))
        starter.start()
        assert isinstance(answers.get(timeout=30), int)
        starter.join()
        assert starter.exitcode == 0
