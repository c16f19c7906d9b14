"""The studies of 2021 in Peru: focus groups and key informants."""

from stream import Stream


def focus_groups_2021():
    stream = Stream(2021)
    # Nine groups of 3 or 4 with 34 people: place, whether for ages 17 to 24, and how many women and men come.
    groups = [
        ("san_martin", False, 4, 0), ("san_martin", True, 0, 4), ("san_martin", False, 0, 3), ("san_martin", False, 2, 2),
        ("ucayali", True, 4, 0), ("ucayali", False, 0, 4), ("ucayali", False, 0, 3),
        ("huanuco", False, 4, 0), ("huanuco", False, 0, 4),
    ]
    people = []
    for place, young, women, men in groups:
        for gender in ["woman"] * women + ["man"] * men:
            age = 17 + stream.below(8) if young else 25 + stream.below(37)
            people.append({"gender": gender, "age": age, "place": place, "young": young})
    # The documented range is 17 to 61: the youngest and the oldest are set to its ends.
    min((p for p in people if p["young"]), key=lambda p: p["age"])["age"] = 17
    max((p for p in people if not p["young"]), key=lambda p: p["age"])["age"] = 61
    speakers = [{"id": f"f{number:02}", "gender": p["gender"], "attributes": {"age": p["age"], "place": p["place"]},
                 "max_seats": 1} for number, p in enumerate(stream.shuffle(people), 1)]
    panels = [{"id": f"g{number}", "track": place, "seats": {"participant": women + men}}
              for number, (place, _, women, men) in enumerate(groups, 1)]
    mixed = [f"g{n}" for n, g in enumerate(groups, 1) if g[2] and g[3]]
    youth = [f"g{n}" for n, g in enumerate(groups, 1) if g[1]]
    single = [panel["id"] for panel in panels if panel["id"] not in mixed]
    places = list(dict.fromkeys(group[0] for group in groups))
    return {
        "version": 1, "forum": "focus-groups-2021",
        "vocabulary": {"gender": ["woman", "man"], "place": places},
        "speakers": speakers, "panels": panels,
        "rules": [
            {"id": "one-gender", "text": "A group of one gender", "panels": single,
             "count": {"distinct": "gender"}, "at_most": 1},
            {"id": "mixed", "text": "One group of women and men", "panels": mixed,
             "count": {"distinct": "gender"}, "at_least": 2},
            {"id": "youth", "text": "Groups for ages 17 to 24", "panels": youth,
             "where": {"age": {"at_least": 17, "at_most": 24}}, "at_least": "100%"},
            *({"id": f"from-{place.replace('_', '-')}", "text": "A group meets where its people live",
               "panels": {"track": place}, "where": {"place": place}, "at_least": "100%"} for place in places),
        ],
        "goals": [],
    }


def key_informants_2021():
    sectors = [f"sector_{letter}" for letter in "abcdefg"]
    # 63 interviews, 15 with women. Nine a sector and the women's spread are generated: neither is documented.
    women = dict(zip(sectors, (4, 3, 3, 2, 2, 1, 0)))
    speakers, draft = [], []
    for sector in sectors:
        for place in range(9):
            speaker = f"k{len(speakers) + 1:02}"
            speakers.append({"id": speaker, "sector": sector, "gender": "woman" if place < women[sector] else "man",
                             "max_seats": 1})
            draft.append({"panel": f"interviews-{sector[-1]}", "role": "informant", "speaker": speaker})
    return {
        "version": 1, "forum": "key-informants-2021",
        "vocabulary": {"sector": sectors, "gender": ["woman", "man"]},
        "speakers": speakers,
        "panels": [{"id": f"interviews-{sector[-1]}", "title": f"Interviews in sector {sector[-1].upper()}",
                    "seats": {"informant": 9}} for sector in sectors],
        "rules": [
            {"id": "all-sectors", "text": "Every sector has at least 10% of the interviews",
             "for_each": ["sector"], "at_least": "10%"},
            {"id": "women-overall", "text": "At least 40% of the interviews are with women",
             "for_each": [], "where": {"gender": "woman"}, "at_least": "40%"},
            {"id": "women-in-each-sector", "text": "At least one interview in each sector is with a woman",
             "where": {"gender": "woman"}, "at_least": 1},
        ],
        "goals": [],
        "draft": draft,
    }
