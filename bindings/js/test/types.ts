// Compiled, not run: the types say what an answer carries.

import * as convener from "convener";

const forum: convener.Forum = {
  version: 1,
  forum: "f",
  speakers: [{ id: "s1", attributes: { age: 23 } }],
  panels: [{ id: "p1", seats: { moderator: 1, panellist: { min: 0, max: 2 } } }],
  rules: [{ id: "women", where: { gender: { not: "man" } }, at_least: "40%" }],
};
const answer = await convener.solve(forum, { time_limit: 10, progress: (known) => known.bound?.toFixed(), signal: AbortSignal.timeout(9) });
if (answer.status === "optimal") {
  const speaker: string = answer.plan[0].seats[0].speaker;
  console.log(speaker);
} else if (answer.status === "infeasible") {
  // @ts-expect-error an infeasible answer has no plan
  console.log(answer.plan);
}
// @ts-expect-error a forum is made from a name and a seed
await convener.generate({ name: "regional" });
// @ts-expect-error there is no such option
await convener.solve(forum, { time_limt: 10 });
const program: string = await convener.export(JSON.stringify(forum));
console.log(program);
