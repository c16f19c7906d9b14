"""The national forums of Peru: IGF Peru 2016 and 2017."""

from stream import Stream

SECTORS = ["government", "private_sector", "civil_society", "academia", "technical_community"]
THEMES = ["cybersecurity", "access", "digital_economy", "human_rights", "privacy", "digital_government", "local_content"]


def people(stream, counts, women, themes, levels, organisations):
    """A pool: `counts` people of each sector, `women` of them women, `levels(gender, theme)` the levels they may have."""
    sectors = [sector for sector, count in counts.items() for _ in range(count)]
    genders = stream.shuffle(["woman"] * women + ["man"] * (len(sectors) - women))
    pool = []
    for number, (sector, gender) in enumerate(zip(sectors, genders), 1):
        known = stream.sample(themes, 2 + stream.below(2))
        pool.append({
            "id": f"s{number:02}",
            "expertise": {theme: stream.pick(levels(gender, theme)) for theme in themes if theme in known},
            "sector": sector,
            "gender": gender,
            "organisation": f"org-{sector[:3]}-{1 + stream.below(organisations[sector])}",
        })
    return pool


def rules():
    """The three criteria, and what a programme needs besides."""
    return [
        {"id": "experts", "text": "Experts on the topic: at least two people with level 3 or more on each topic of a panel",
         "for_each": ["panel", "topic"], "where": {"expertise": 3}, "at_least": 2},
        {"id": "stakeholder-balance", "text": "Stakeholder balance: at least four stakeholder groups on every panel",
         "count": {"distinct": "sector"}, "at_least": 4},
        {"id": "stakeholder-limit", "text": "Stakeholder balance: no stakeholder group has more than two seats on a panel",
         "for_each": ["panel", "sector"], "at_most": 2},
        {"id": "government", "text": "Stakeholder balance: a government speaker on every panel",
         "where": {"sector": "government"}, "at_least": 1},
        {"id": "gender-balance", "text": "Gender balance: no gender has more than 60% of a panel",
         "for_each": ["panel", "gender"], "at_most": "60%"},
        {"id": "organisations", "text": "Not two from one organisation on a panel",
         "for_each": ["panel", "organisation"], "at_most": 1},
    ]


def forum_2017():
    stream = Stream(20170606)
    counts = {"government": 8, "private_sector": 14, "civil_society": 16, "academia": 10, "technical_community": 12}
    # On three of the themes the best known are men, as in the first drafts.
    closed = {"cybersecurity", "digital_economy", "digital_government"}
    def levels(gender, theme):
        if theme in closed:
            return [4, 4, 5, 5] if gender == "man" else [2, 3, 3]
        return [1, 2, 3, 4, 5]
    pool = people(stream, counts, 23, THEMES, levels,
                  {"government": 5, "private_sector": 10, "civil_society": 10, "academia": 6, "technical_community": 7})
    slots = ["d1-1", "d1-2", "d1-3", "d1-4", "d2-1", "d2-2", "d2-3"]
    second = {"cybersecurity": "privacy", "human_rights": "access", "digital_government": "digital_economy"}
    panels = []
    for number, (theme, slot) in enumerate(zip(THEMES, slots), 1):
        panels.append({
            "id": f"p{number}", "title": theme.replace("_", " ").capitalize(),
            "topics": [theme] + ([second[theme]] if theme in second else []),
            "slot": slot, "day": "2017-06-06" if slot.startswith("d1") else "2017-06-07",
            # 36 seats on seven panels: six of five and one of six.
            "seats": {"panellist": 6 if number == 4 else 5},
        })
    for speaker in pool:
        # Availability: some can come on one day only, some miss a session or two.
        chance = stream.below(10)
        away = ["d1-1", "d1-2", "d1-3", "d1-4"] if chance == 0 else ["d2-1", "d2-2", "d2-3"] if chance == 1 else (
            stream.sample(slots, 1 + stream.below(2)) if chance < 5 else [])
        speaker["attributes"] = {"attendance": "online" if stream.below(10) == 0 else "onsite"}
        speaker["unavailable"] = [slot for slot in slots if slot in away]
        speaker["max_seats"] = 2 if stream.below(4) == 0 else 1
        wished = [panel["id"] for panel in panels if set(panel["topics"]) & set(speaker["expertise"])]
        speaker["preference"] = {panel: 1 + stream.below(3) for panel in wished if stream.below(3) == 0}
    return {
        "version": 1, "forum": "igf-peru-2017",
        "vocabulary": {"sector": SECTORS, "gender": ["woman", "man"]},
        "speakers": pool, "panels": panels, "rules": rules(),
        "goals": [{"maximise": "expertise"}, {"maximise": "preference"}],
    }


def draft_2017():
    """A committee that looks at expertise alone: panel after panel, the best known who are free and have a seat left."""
    forum = forum_2017()
    left = {speaker["id"]: speaker["max_seats"] for speaker in forum["speakers"]}
    draft = []
    for panel in forum["panels"]:
        def known(speaker):
            return sum(speaker["expertise"].get(topic, 0) for topic in panel["topics"])
        free = [s for s in forum["speakers"] if panel["slot"] not in s["unavailable"] and left[s["id"]] > 0]
        for speaker in sorted(free, key=known, reverse=True)[: panel["seats"]["panellist"]]:
            left[speaker["id"]] -= 1
            draft.append({"panel": panel["id"], "role": "panellist", "speaker": speaker["id"]})
    return {**forum, "forum": "igf-peru-2017-draft", "draft": draft}


def no_government_2017():
    forum = forum_2017()
    pool = [speaker for speaker in forum["speakers"] if speaker["sector"] != "government"]
    return {**forum, "forum": "igf-peru-2017-no-government", "speakers": pool}


def forum_2016():
    stream = Stream(20160421)
    themes = ["access", "cybersecurity", "digital_economy", "human_rights"]
    counts = {"government": 4, "private_sector": 5, "civil_society": 5, "academia": 3, "technical_community": 4}
    pool = people(stream, counts, 8, themes, lambda gender, theme: [2, 3, 4, 5],
                  {"government": 3, "private_sector": 4, "civil_society": 4, "academia": 3, "technical_community": 3})
    for speaker in pool:
        speaker["max_seats"] = 1
    panels = [{"id": f"p{number}", "title": theme.replace("_", " ").capitalize(), "topics": [theme],
               "slot": f"s{number}", "day": "2016-04-21",
               # 21 speakers on four panels, each once.
               "seats": {"panellist": 6 if number == 1 else 5}} for number, theme in enumerate(themes, 1)]
    return {
        "version": 1, "forum": "igf-peru-2016",
        "vocabulary": {"sector": SECTORS, "gender": ["woman", "man"]},
        "speakers": pool, "panels": panels,
        "rules": [
            {"id": "experts", "text": "At least three people with level 3 or more on the panel's topic",
             "for_each": ["panel", "topic"], "where": {"expertise": 3}, "at_least": 3},
            {"id": "stakeholder-balance", "text": "At least four stakeholder groups on every panel",
             "count": {"distinct": "sector"}, "at_least": 4},
            {"id": "gender-balance", "text": "At least one woman on every panel",
             "where": {"gender": "woman"}, "at_least": 1},
            {"id": "everybody", "text": "Everybody who was invited sits on a panel",
             "for_each": ["speaker"], "exactly": 1},
        ],
        "goals": [{"maximise": "expertise"}],
    }
