import { INSTANCE_TYPES } from "../../../environments/facts/instance-types";
import { quotaOfType, SERVICE_QUOTAS } from "../../../environments/facts/service-quotas";
import { quotaNeeds } from "../../../environments/nodes/quota-needs";
import type { NodePool } from "../../../environments/schema";
import { eks, pool } from "../../support/pools";

/** `quota: at maximum, while updating` of a cluster with these pools. */
function needs(pools: readonly NodePool[]): Readonly<Record<string, readonly [number, number]>> {
  return Object.fromEntries(
    quotaNeeds({ ...eks(), pools: [...pools] }).map(({ quota, atMaximum, whileUpdating }) => [
      quota,
      [atMaximum, whileUpdating],
    ]),
  );
}

const cpu = pool("cpu-worker", { min: 0, max: 10, desired: 0, zones: undefined });

test("vCPUs count at the maximum of every pool, and two nodes a zone more while updating", () => {
  expect(needs([cpu])["on-demand-standard"]).toEqual([160, 160 + 6 * 16]);
});

test("groups of one zone each add two nodes each", () => {
  const zones = { groups: "per-zone" as const, names: ["eu-central-1a", "eu-central-1b"] };
  expect(needs([{ ...cpu, zones }])).toMatchObject({
    "on-demand-standard": [160, 160 + 4 * 16],
    "nodes-per-group": [5, 7],
    "node-groups": [2, 4],
  });
});

test("a replacement has the first nodes of the second group beside those of the first", () => {
  expect(needs([{ ...cpu, desired: 9 }])["on-demand-standard"]).toEqual([160, 160 + 9 * 16]);
});

test("of types that differ the largest counts: nobody knows which one comes", () => {
  const types = { ...cpu, instanceTypes: ["c7i.4xlarge", "c7i.8xlarge"] };
  expect(needs([types])["on-demand-standard"]?.[0]).toBe(320);
});

test("Spot counts in quotas of its own", () => {
  const spot = needs([{ ...cpu, capacityType: "spot" }]);
  expect(spot["spot-standard"]?.[0]).toBe(160);
  expect(spot).not.toHaveProperty("on-demand-standard");
});

test("disks count in whole TiB of all nodes", () => {
  expect(needs([{ ...cpu, diskGiB: 200 }])["gp3-storage"]).toEqual([2, 4]);
});

test.each(Object.keys(INSTANCE_TYPES))("the quota of %s is known, On-Demand and Spot", (type) => {
  const family = /^[a-z]/.exec(type)?.[0];
  const expected = family === "g" ? "g" : family === "p" ? "p" : "standard";
  expect(quotaOfType(type, "on-demand")).toBe(`on-demand-${expected}`);
  expect(quotaOfType(type, "spot")).toMatch(new RegExp(`^spot-${expected}`));
});

test("quotas have distinct codes", () => {
  const codes = Object.values(SERVICE_QUOTAS).map(({ service, code }) => `${service} ${code}`);
  expect(new Set(codes).size).toBe(codes.length);
});
