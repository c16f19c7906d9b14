"""A thousand solves leave nothing behind."""

import gc
import pathlib
import threading

import convener

FORUM = (pathlib.Path(__file__).parents[3] / "examples/data/igf-peru-2017.json").read_bytes()


def resident():
    """Kilobytes of memory that are the process's own."""
    status = pathlib.Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("RssAnon")).split()[1])


def test_a_thousand_solves_leave_nothing_behind(capsys):
    for _ in range(100):
        convener.solve(FORUM, progress=lambda known: None)
    gc.collect()
    before = resident()
    for _ in range(1000):
        convener.solve(FORUM, progress=lambda known: None)
    gc.collect()
    grown = resident() - before
    with capsys.disabled():
        print(f"\n1,000 solves: {before} kB before, {grown:+} kB after")
    # One lost answer of 11 kB a solve would be 11 MB.
    assert grown < 4_000
    assert threading.active_count() == 1
