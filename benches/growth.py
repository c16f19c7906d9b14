#!/usr/bin/env python3
"""Time and memory against panels and pool, drawn as growth.svg beside this script.

usage: growth.py [--seeds 1-3] [--core N] [--limit SECONDS] [--binary FILE] [--panels 1000]

Every forum is a part of a synthetic one of 1,000 panels and 8,000 speakers: its first panels, and the first so many
speakers a panel. Two series: the programme grows with a pool of 8 speakers a panel; the pool grows under 200 panels.
CPU seconds and peak memory are of the whole process, reading JSON and the recount with it. A point is the median over
seeds; a forum without a proof within the limit is drawn hollow, an infeasible one is left out and said.
"""

import argparse
import importlib.util
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

import race

PLACE = pathlib.Path(__file__).resolve().parent / "growth.svg"


def part(forum, panels, speakers):
    """The forum's first panels and speakers."""
    kept = {panel["id"] for panel in forum["panels"][:panels]}
    people = []
    for speaker in forum["speakers"][:speakers]:
        stated = {panel: value for panel, value in speaker.get("preference", {}).items() if panel in kept}
        people.append({**speaker, "preference": stated})
    smaller = {**forum, "panels": forum["panels"][:panels], "speakers": people}
    # A slot that no panel has any more is a typo to the checks.
    slots = {panel.get("slot") for panel in smaller["panels"]}
    for speaker in people:
        for field in ("available", "unavailable"):
            if field in speaker:
                speaker[field] = [slot for slot in speaker[field] if slot in slots]
    rules = []
    for rule in forum["rules"]:
        named = rule.get("panels")
        if isinstance(named, list):
            named = [panel for panel in named if panel in kept]
            if not named:
                continue
            rule = {**rule, "panels": named}
        rules.append(rule)
    return {**smaller, "rules": rules}


def series(options, convener, forums, sizes):
    points = []
    for panels, speakers in sizes:
        results = []
        for forum in forums:
            with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
                json.dump(part(forum, panels, speakers), file)
                file.flush()
                result = race.ours(convener, "engine", file.name, options.core, options.limit)
            print(
                f"{panels} panels, {speakers} speakers, {forum['forum']}: {result['status']}, {result['cpu']:.2f} s CPU, "
                f"{result['peak']:.0f} MB",
                flush=True,
            )
            if result["status"] in ("optimal", "limit"):
                results.append(result)
        if results:
            proven = all(result["status"] == "optimal" for result in results)
            middle = [statistics.median(result[field] for result in results) for field in ("cpu", "peak")]
            points.append((panels, speakers, *middle, proven))
    return points


def draw(by_panels, by_pool):
    import matplotlib

    matplotlib.use("svg")
    # The same file from the same figures.
    matplotlib.rcParams["svg.hashsalt"] = "growth"
    import matplotlib.pyplot as plt
    from matplotlib import ticker

    figure, axes = plt.subplots(2, 2, figsize=(9, 6.5), constrained_layout=True)
    shown = [(by_panels, 0, "panels (8 speakers a panel)"), (by_pool, 1, "speakers (200 panels)")]
    for column, (points, place, label) in enumerate(shown):
        for row, (field, unit) in enumerate([(2, "CPU seconds"), (3, "peak memory, MB")]):
            axis = axes[row][column]
            x, y = [point[place] for point in points], [point[field] for point in points]
            axis.plot(x, y, color="#1f5fa8", linewidth=1.5)
            for point in points:
                face = "#1f5fa8" if point[4] else "white"
                axis.plot(point[place], point[field], "o", color="#1f5fa8", markerfacecolor=face)
            axis.set(xlabel=label, ylabel=unit, xscale="log", yscale="log")
            axis.set_xticks(x, [f"{value:,}" for value in x])
            axis.yaxis.set_major_locator(ticker.LogLocator(subs=(1, 2, 5)))
            axis.yaxis.set_major_formatter(ticker.FormatStrFormatter("%g"))
            for one in (axis.xaxis, axis.yaxis):
                one.set_minor_formatter(ticker.NullFormatter())
            axis.grid(True, which="both", linewidth=0.3)
    figure.savefig(PLACE, metadata={"Date": None})
    print(f"drawn: {PLACE}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="1-3")
    parser.add_argument("--core", type=int, default=max(os.sched_getaffinity(0)))
    parser.add_argument("--limit", type=float, default=120)
    parser.add_argument("--binary", type=pathlib.Path)
    parser.add_argument("--panels", type=int, default=1000, help="the largest number of panels")
    options = parser.parse_args()
    if importlib.util.find_spec("matplotlib") is None:
        python = race.venv()
        os.execv(python, [str(python), *sys.argv])
    convener = options.binary or race.binary()
    first, _, last = options.seeds.partition("-")
    forums = []
    for seed in range(int(first), int(last or first) + 1):
        command = [convener, "generate", "mega", "--seed", str(seed)]
        forums.append(json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout))
    panels = [count for count in (25, 50, 100, 200, 400, 700, 1000) if count <= options.panels]
    by_panels = series(options, convener, forums, [(count, 8 * count) for count in panels])
    by_pool = series(options, convener, forums, [(200, pool) for pool in (1000, 1400, 2000, 4000, 8000)])
    draw(by_panels, by_pool)


if __name__ == "__main__":
    main()
