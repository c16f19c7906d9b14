"""From a pool in CSV to a plan in CSV: `python from_csv.py POOL.csv PANELS.csv PLAN.csv`."""

import sys

import convener
import pandas

pool_file, panels_file, plan_file = sys.argv[1:]
pool = pandas.read_csv(pool_file)
# Several values in a cell are separated by semicolons.
pool["unavailable"] = pool["unavailable"].str.split(";")
panels = pandas.read_csv(panels_file)
panels["topics"] = panels["topics"].str.split(";")

answer = convener.solve({
    "version": 1,
    "forum": "from-csv",
    "speakers": pool,
    "panels": panels,
    "rules": [
        {"id": "experts", "for_each": ["panel", "topic"], "where": {"expertise": 3}, "at_least": 1},
        {"id": "balance", "for_each": ["panel", "gender"], "at_most": "75%"},
        {"id": "load", "for_each": ["speaker"], "at_most": 2},
    ],
})
if "plan" not in answer:
    print(answer["status"])
    for conflict in answer.get("conflicts", []):
        print("-", conflict["text"])
    sys.exit(1)
answer["plan"].to_frame().merge(pool[["id", "name"]], left_on="speaker", right_on="id").drop(columns="id").to_csv(plan_file, index=False)
print(f"{answer['status']}: expertise {answer['goals'][0]['value']}")
