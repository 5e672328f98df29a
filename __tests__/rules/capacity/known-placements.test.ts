import { knownMisfits, knownPoolUses } from "../../../rules/capacity/known-placements";
import { misfitsOf } from "../../../rules/capacity/misfits";
import { poolUses } from "../../../rules/capacity/pool-uses";
import { nodes, pods, situation } from "../../support/situation";

const fitting = () => situation([nodes("a", 2)], [pods("web", { count: 16 })]);

test("pods and nodes like those that fitted fit again, whoever owns them", () => {
  expect(knownMisfits(fitting())).toEqual([]);
  const [web = pods("web")] = fitting().demands;
  const elsewhere = { ...web, owner: { ...web.owner, namespace: "other" } };
  expect(knownMisfits({ ...fitting(), demands: [elsewhere] })).toEqual([]);
  expect(knownPoolUses(fitting())).toEqual(poolUses(fitting()));
});

test.each([
  ["one pod more", situation([nodes("a", 2)], [pods("web", { count: 17 })])],
  ["a node fewer", situation([nodes("a", 1)], [pods("web", { count: 16 })])],
  [
    "a selector",
    situation(
      [nodes("a", 2)],
      [pods("web", { count: 16, place: { nodeSelector: { disk: "ssd" } } })],
    ),
  ],
  [
    "larger requests",
    situation([nodes("a", 2)], [pods("web", { count: 16, requests: { cpu: 3000 } })]),
  ],
])("after pods that fitted, %s is looked at by itself", (_what, other) => {
  expect(knownMisfits(fitting())).toEqual([]);
  expect(knownMisfits(other).length).toBeGreaterThan(0);
  expect(knownMisfits(other)).toEqual(misfitsOf(other));
  expect(knownPoolUses(other)).toEqual(poolUses(other));
});

test("what does not fit is about the pods of its own situation each time", () => {
  const tooMany = () => situation([nodes("a", 1)], [pods("web", { count: 100 })]);
  for (const each of [tooMany(), tooMany()]) {
    expect(knownMisfits(each).flatMap(({ demands }) => demands)).toEqual(each.demands);
    expect(knownMisfits(each)[0]?.demands[0]).toBe(each.demands[0]);
  }
});
