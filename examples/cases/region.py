"""LACIGF 2017, from the programme as it was held, and the Mexican dialogues of 2013."""

import csv
from pathlib import Path

from stream import Stream

HERE = Path(__file__).parent / "lacigf-2017"
SECTORS = ["government", "private_sector", "civil_society", "technical_community", "academia"]


def read(name):
    with open(HERE / name, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def lacigf():
    """Pool and panels with what the programme says of them; what it leaves blank is left out."""
    topics = {row["id"]: row["topics"].split(";") for row in read("panels.csv")}
    seats = read("seats.csv")
    pool = []
    for row in read("speakers.csv"):
        # Expertise is not recorded: the topics of the panels that a person sat on count as level 4.
        known = [topic for seat in seats if seat["speaker"] == row["id"] for topic in topics[seat["panel"]]]
        speaker = {"id": row["id"], "expertise": {topic: 4 for topic in dict.fromkeys(known)}}
        for field in ("sector", "gender", "organisation"):
            if row[field] not in ("", "undisclosed"):
                speaker[field] = row[field]
        if row["country"]:
            speaker["attributes"] = {"country": row["country"]}
        pool.append(speaker)
    panels = [{"id": row["id"], "title": row["title"], "topics": topics[row["id"]]} for row in read("panels.csv")]
    return pool, panels, seats


def lacigf_2017():
    pool, panels, seats = lacigf()
    for panel in panels:
        held = {seat["role"] for seat in seats if seat["panel"] == panel["id"]}
        panel["seats"] = {"panellist": {"min": 4, "max": 6}}
        for role in ("moderator", "rapporteur", "remote_moderator"):
            panel["seats"][role] = {"min": 1 if role in held else 0, "max": 1}
    return {
        "version": 1, "forum": "lacigf-2017",
        "vocabulary": {"sector": SECTORS, "gender": ["woman", "man"]},
        "speakers": pool, "panels": panels,
        "rules": [
            {"id": "stakeholder-groups", "text": "At least two stakeholder groups among the panellists",
             "roles": ["panellist"], "count": {"distinct": "sector"}, "at_least": 2},
            {"id": "stakeholder-breadth",
             "text": "At least four stakeholder groups among the panellists, lest two of them hold nearly the whole panel",
             "roles": ["panellist"], "count": {"distinct": "sector"}, "at_least": 4},
            {"id": "stakeholder-limit", "text": "No stakeholder group has more than 40% of the panellists",
             "for_each": ["panel", "sector"], "roles": ["panellist"], "at_most": "40%"},
            {"id": "gender-balance", "text": "No gender has more than 70% of the panellists",
             "for_each": ["panel", "gender"], "roles": ["panellist"], "at_most": "70%"},
            {"id": "one-seat-each", "text": "Nobody needs to hold two seats in the whole forum",
             "for_each": ["speaker"], "at_most": 1, "prefer": {"priority": 1, "weight": 1}},
        ],
        "goals": [{"maximise": "expertise"}],
        "draft": seats,
    }


def lacigf_2017_pool():
    pool, panels, _ = lacigf()
    for panel in panels:
        panel["seats"] = {"panellist": {"min": 4, "max": 6}, "moderator": 1, "rapporteur": 1,
                          "remote_moderator": {"min": 0, "max": 1}}
    return {
        "version": 1, "forum": "lacigf-2017-pool",
        "vocabulary": {"sector": SECTORS, "gender": ["woman", "man"]},
        "speakers": pool, "panels": panels,
        "rules": [
            {"id": "experts", "text": "At least two panellists know each topic of the panel well",
             "for_each": ["panel", "topic"], "roles": ["panellist"], "where": {"expertise": 4}, "at_least": 2},
            {"id": "stakeholder-groups", "text": "At least three stakeholder groups among the panellists",
             "roles": ["panellist"], "count": {"distinct": "sector"}, "at_least": 3},
            {"id": "stakeholder-limit", "text": "No stakeholder group has more than half of the panellists",
             "for_each": ["panel", "sector"], "roles": ["panellist"], "at_most": "50%"},
            {"id": "gender-balance", "text": "No gender has more than 60% of the panellists",
             "for_each": ["panel", "gender"], "roles": ["panellist"], "at_most": "60%"},
            {"id": "organisations", "text": "Not two panellists from one organisation",
             "for_each": ["panel", "organisation"], "roles": ["panellist"], "at_most": 1},
            {"id": "one-seat-each", "text": "Nobody holds two seats in the whole forum",
             "for_each": ["speaker"], "at_most": 1},
        ],
        "goals": [{"maximise": "expertise"}, {"maximise": "seats"}],
    }


def mexico_2013():
    stream = Stream(20131104)
    sectors = ["academia", "technical_community", "government", "private_sector", "civil_society"]
    themes = ["access", "openness", "security", "diversity", "critical_resources", "emerging_issues"]
    pool = []
    # A pool that is not balanced: the plan has to be.
    for sector, count in zip(sectors, (10, 8, 7, 9, 14)):
        for _ in range(count):
            known = stream.sample(themes, 3)
            pool.append({
                "id": f"s{len(pool) + 1:02}",
                "expertise": {theme: 1 + stream.below(5) for theme in themes if theme in known},
                "sector": sector, "gender": "woman" if stream.below(5) < 2 else "man",
                "organisation": f"org-{sector[:3]}-{1 + stream.below(5)}",
                "max_seats": 1 + stream.below(2),
            })
    panels = [{"id": f"theme-{number}", "title": theme.replace("_", " ").capitalize(), "topics": [theme],
               "slot": f"{'d1' if number <= 3 else 'd2'}-{(number - 1) % 3 + 1}",
               "day": "2013-11-04" if number <= 3 else "2013-11-05",
               # Six seats can't be shared equally by five sectors: over the forum it has to even out.
               "seats": {"panellist": 5 if number % 2 else 6}} for number, theme in enumerate(themes, 1)]
    return {
        "version": 1, "forum": "mexico-2013",
        "vocabulary": {"sector": sectors, "gender": ["woman", "man"]},
        "speakers": pool, "panels": panels,
        "rules": [
            {"id": "equal-participation", "text": "The five sectors take part equally in the whole forum",
             "for_each": ["sector"], "at_most_apart": 1},
            {"id": "equal-on-panels", "text": "The five sectors take part equally in every panel",
             "for_each": ["panel", "sector"], "at_most_apart": 1},
            {"id": "knows-a-topic", "text": "Everybody on a panel knows its topic",
             "where": {"expertise": 1}, "at_least": "100%"},
            {"id": "both-genders", "text": "At least two women on every panel",
             "where": {"gender": "woman"}, "at_least": 2},
        ],
        "goals": [{"maximise": "expertise"}],
    }
