"""Stopping: signals, callbacks, flags; and the process goes on afterwards."""

import signal
import subprocess
import sys
import textwrap
import threading
import time

import convener
import pytest

# Half a minute and more without a limit: long enough that whoever ends sooner was stopped.
LONG = convener.call("generate", options={"name": "regional", "variant": "wishes", "seed": 1})[0]
SMALL = {"version": 1, "forum": "f", "speakers": [{"id": "s1"}], "panels": [{"id": "p1", "seats": {"moderator": 1}}]}


def usable():
    return convener.solve(SMALL)["status"] == "optimal"


def test_ctrl_c_stops_a_solve_at_once_and_the_process_goes_on():
    program = """
        import sys, time, convener
        forum = sys.stdin.read()
        print("ready", flush=True)
        try:
            convener.solve(forum)
        except KeyboardInterrupt:
            small = {"version": 1, "forum": "f", "speakers": [{"id": "s1"}], "panels": [{"id": "p1", "seats": {"moderator": 1}}]}
            print("interrupted", convener.solve(small)["status"])
    """
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    child.stdin.write(LONG)
    child.stdin.close()
    assert child.stdout.readline() == "ready\n"
    time.sleep(1)
    pressed = time.monotonic()
    child.send_signal(signal.SIGINT)
    printed = child.stdout.read()
    child.wait(timeout=60)
    assert (printed, child.returncode) == ("interrupted optimal\n", 0)
    assert time.monotonic() - pressed < 5


def test_an_exception_of_the_callback_is_raised_here():
    def told(known):
        raise LookupError(known["goals"])

    with pytest.raises(LookupError):
        convener.solve(LONG, progress=told)
    assert usable()


def test_a_callback_stops_with_the_first_plan():
    heard = []

    def told(known):
        heard.append(known)
        return known["incumbent"] is None

    answer = convener.solve(LONG, progress=told)
    assert answer["status"] == "feasible"
    assert set(heard[0]) == {"goal", "goals", "incumbent", "bound", "gap"}
    assert threading.current_thread() is threading.main_thread() and usable()


def test_another_thread_stops_it_and_the_interpreter_is_free_meanwhile():
    flag, count = convener.CancelFlag(), 0
    answers = []
    solving = threading.Thread(target=lambda: answers.append(convener.solve(LONG, cancel=flag)))
    solving.start()
    until = time.monotonic() + 1
    while time.monotonic() < until:
        count += 1
    flag.cancel()
    solving.join(timeout=60)
    # A thread that waited for the interpreter would have counted nothing.
    assert count > 10_000 and flag.cancelled
    assert answers[0]["status"] in ("feasible", "unknown")
    assert usable()


def test_two_threads_solve_at_once():
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(convener.solve(SMALL))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 8 and all(answer == answers[0] for answer in answers)
