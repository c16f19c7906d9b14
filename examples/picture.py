"""Draws a plan as SVG: a row for each panel, a seat for each speaker, coloured by sector and marked by gender.

usage: picture.py FORUM.json ANSWER.json > PLAN.svg

Standard library alone; the same input draws the same bytes.
"""

import json
import sys
from xml.sax.saxutils import escape

COLOURS = ["#4269d0", "#efb118", "#3ca951", "#ff725c", "#a463f2", "#9498a0", "#6cc5b0", "#97bbf5"]
LEFT, TOP, WIDE, HIGH = 250, 64, 92, 46


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        forum = json.load(file)
    with open(sys.argv[2], encoding="utf-8") as file:
        answer = json.load(file)
    pool = {speaker["id"]: speaker for speaker in forum["speakers"]}
    titles = {panel["id"]: panel for panel in forum["panels"]}
    sectors = sorted({speaker.get("sector", "undisclosed") for speaker in pool.values()})
    colour = {sector: COLOURS[i % len(COLOURS)] for i, sector in enumerate(sectors)}
    most = max(len(panel["seats"]) for panel in answer["plan"])
    width, height = LEFT + most * WIDE + 150, TOP + len(answer["plan"]) * HIGH + 16
    goals = ", ".join(f"{goal['goal']} {goal['value']}" for goal in answer["goals"])
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<text x="12" y="24" font-size="15" font-weight="bold">{escape(forum["forum"])}: '
        f"{escape(answer['status'])}, {escape(goals)}</text>",
    ]
    at = 12
    for sector in sectors:
        out.append(f'<rect x="{at}" y="36" width="12" height="12" rx="3" fill="{colour[sector]}"/>')
        out.append(f'<text x="{at + 17}" y="46">{escape(sector.replace("_", " "))}</text>')
        at += 30 + 7 * len(sector)
    for row, panel in enumerate(answer["plan"]):
        y = TOP + row * HIGH
        title = titles[panel["panel"]].get("title", panel["panel"])
        title = title if len(title) < 38 else title[:36].rstrip() + "…"
        out.append(f'<text x="12" y="{y + 18}" font-weight="bold">{escape(panel["panel"])}</text>')
        out.append(f'<text x="12" y="{y + 33}" fill="#555">{escape(title)}</text>')
        genders = {}
        for place, seat in enumerate(panel["seats"]):
            speaker = pool[seat["speaker"]]
            gender = speaker.get("gender", "undisclosed")
            genders[gender] = genders.get(gender, 0) + 1
            x = LEFT + place * WIDE
            fill = colour[speaker.get("sector", "undisclosed")]
            out.append(f'<rect x="{x}" y="{y}" width="{WIDE - 8}" height="{HIGH - 10}" rx="6" fill="{fill}"/>')
            out.append(f'<text x="{x + 8}" y="{y + 16}" fill="#fff" font-weight="bold">{escape(seat["speaker"])}</text>')
            out.append(f'<text x="{x + 8}" y="{y + 30}" fill="#fff">{escape(gender)}</text>')
        counts = ", ".join(f"{number} {gender}" for gender, number in sorted(genders.items(), reverse=True))
        out.append(f'<text x="{LEFT + most * WIDE + 4}" y="{y + 22}" fill="#555">{escape(counts)}</text>')
    out.append("</svg>")
    print("\n".join(out))


if __name__ == "__main__":
    main()
