"""The supervisor, tried on real processes."""

import http.server
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from opencmecf.foundation.processes import AlreadyRunning, NotReady, ProgramFailed, Supervisor, answers, wait_until

SLEEP = ["sleep", "300"]
DEAF = ["sh", "-c", "trap '' TERM; echo deaf; while true; do sleep 0.2; done"]
DEMO = """
import sys
from pathlib import Path
from opencmecf.foundation.processes import Supervisor
words = "trap 'echo $0 >> {var}/order; exit' TERM; echo $$ > {var}/$0.pid; while true; do sleep 0.05; done"
with Supervisor(Path(sys.argv[1])) as supervisor:
    for name in ("database", "web"):
        supervisor.start(name, ["sh", "-c", words.format(var=sys.argv[1]), name])
    supervisor.run()
print("stopped")
"""


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def lives(pid: int | None) -> bool:
    result = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(result.stdout.strip()) and not result.stdout.startswith("Z")


def start_demo(var: Path) -> tuple[subprocess.Popen[str], list[int]]:
    demo = subprocess.Popen([sys.executable, "-c", DEMO, str(var)], stdout=subprocess.PIPE, text=True)
    files = [var / "database.pid", var / "web.pid"]
    wait_for(lambda: all(file.exists() and file.read_text().strip() for file in files))
    return demo, [int(file.read_text()) for file in files]


def test_output_goes_to_the_log_of_each_program(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor:
        supervisor.start("web", ["sh", "-c", "echo $GREETING; echo error >&2; exec sleep 300"], {"GREETING": "hello"})
        supervisor.wait_until(lambda: supervisor.log("web").read_text() == "hello\nerror\n", timeout=10)


def test_killed_program_starts_again(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor:
        supervisor.start("web", SLEEP)
        first = supervisor.pid("web")
        assert first is not None
        os.kill(first, signal.SIGKILL)
        supervisor.wait_until(lambda: supervisor.pid("web") not in (None, first), timeout=10)
        assert lives(supervisor.pid("web"))


def test_program_that_keeps_ending_is_started_ever_more_slowly(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor:
        supervisor.start("web", ["sh", "-c", "echo no port; exit 1"])
        with pytest.raises(NotReady, match="no port"):
            supervisor.wait_until(lambda: False, timeout=1.2)
        assert supervisor.log("web").read_text().count("no port") == 3  # at once, after 0.2 and after 0.4 seconds


def test_what_a_killed_program_left_behind_is_ended(tmp_path: Path) -> None:
    worker = tmp_path / "worker"
    with Supervisor(tmp_path) as supervisor:
        supervisor.start("web", ["sh", "-c", f"sleep 300 & echo $! > {worker}.new; mv {worker}.new {worker}; wait"])
        supervisor.wait_until(worker.exists, timeout=10)
        orphan = int(worker.read_text())
        worker.unlink()
        first = supervisor.pid("web")
        assert first is not None
        os.kill(first, signal.SIGKILL)
        supervisor.wait_until(worker.exists, timeout=10)
        assert not lives(orphan)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_stops_all_in_reverse_order(tmp_path: Path, number: signal.Signals) -> None:
    demo, children = start_demo(tmp_path)
    demo.send_signal(number)
    output, _ = demo.communicate(timeout=20)
    assert (demo.returncode, output) == (0, "stopped\n")
    assert (tmp_path / "order").read_text().split() == ["web", "database"]
    assert not any(lives(child) for child in children)


def test_program_that_will_not_end_is_killed_after_the_grace_period(tmp_path: Path) -> None:
    with Supervisor(tmp_path, grace=0.3) as supervisor:
        supervisor.start("deaf", DEAF)
        supervisor.wait_until(lambda: "deaf" in supervisor.log("deaf").read_text(), timeout=10)
        deaf = supervisor.pid("deaf")
        started = time.monotonic()
    assert 0.3 <= time.monotonic() - started < 3
    assert not lives(deaf)


def test_second_signal_does_not_wait_for_the_grace_period(tmp_path: Path) -> None:
    with Supervisor(tmp_path, grace=60) as supervisor:
        supervisor.start("deaf", DEAF)
        supervisor.wait_until(lambda: "deaf" in supervisor.log("deaf").read_text(), timeout=10)
        deaf = supervisor.pid("deaf")
        signal.raise_signal(signal.SIGINT)
        # A thread stands for the person who presses Ctrl-C again while the programs are being stopped.
        threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
        started = time.monotonic()
        supervisor.run()
    assert time.monotonic() - started < 5
    assert not lives(deaf)


def test_signal_during_a_wait_ends_the_block_quietly(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor:
        supervisor.start("web", SLEEP)
        web = supervisor.pid("web")
        signal.raise_signal(signal.SIGTERM)
        supervisor.wait_until(lambda: False, timeout=10)
        pytest.fail("the wait went on")
    assert not lives(web)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_children_end_when_the_supervisor_is_killed_and_the_next_one_starts(tmp_path: Path) -> None:
    demo, children = start_demo(tmp_path)
    demo.kill()
    demo.communicate(timeout=20)
    wait_for(lambda: not any(lives(child) for child in children))
    with Supervisor(tmp_path) as supervisor:
        supervisor.start("web", SLEEP)


def test_second_supervisor_of_the_same_folder_is_refused(tmp_path: Path) -> None:
    with Supervisor(tmp_path):
        with pytest.raises(AlreadyRunning, match=f"process {os.getpid()}"), Supervisor(tmp_path):
            pytest.fail("two supervisors in one folder")
        # The first one's signals still work.
        assert signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
    with Supervisor(tmp_path):
        pass


def test_signal_handlers_are_given_back(tmp_path: Path) -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD)]
    with Supervisor(tmp_path):
        pass
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD)] == before


def test_program_that_runs_once(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor:
        supervisor.run_once("migrate", ["true"])
        with pytest.raises(ProgramFailed, match=r"status 3(.|\n)*no table"):
            supervisor.run_once("load", ["sh", "-c", "echo no table; exit 3"])
        with pytest.raises(ProgramFailed, match="longer than"):
            supervisor.run_once("slow", SLEEP, timeout=0.2)
        with pytest.raises(ProgramFailed, match="could not be started"):
            supervisor.start("absent", ["/no/such/program"])


def test_what_a_program_said_another_time_is_not_in_its_log(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor:
        supervisor.run_once("prepare", ["echo", "first"])
        supervisor.run_once("prepare", ["echo", "second"])
        assert supervisor.log("prepare").read_text() == "second\n"


def test_others_are_kept_running_while_one_runs_once(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor:
        supervisor.start("web", SLEEP)
        first = supervisor.pid("web")
        supervisor.run_once("killer", ["sh", "-c", f"kill -9 {first}; sleep 0.6"])
        assert supervisor.pid("web") not in (None, first)


def test_readiness_of_an_address() -> None:
    class Redirect(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(302 if self.headers["Host"].startswith("ecf.") else 500)
            self.end_headers()

        def log_message(
            self,
            format: str,  # noqa: A002 - the library's name
            *arguments: object,
        ) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Redirect) as server:
        port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            wait_until(f"http://ecf.flsd.localhost:{port}/cgi-bin/login.pl?x=1", timeout=5)
            assert not answers(f"http://127.0.0.1:{port}/")
        finally:
            server.shutdown()
            thread.join()
    with pytest.raises(NotReady, match=f"http://127.0.0.1:{port}/ was not ready after"):
        wait_until(f"http://127.0.0.1:{port}/", timeout=0.2)


def test_what_did_not_come_is_called_as_people_call_it(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor, pytest.raises(NotReady, match="The database was not ready after 0 sec"):
        supervisor.wait_until(lambda: False, 0, what="The database")
