import { findingsIn } from "./fixture";

test("a pool over two zones in one group is an error for jobs that outlast AWS' 15 minutes", () => {
  expect(findingsIn("invalid", "zone-rebalance")).toEqual([
    expect.objectContaining({
      severity: "error",
      object: "NodePool cpu-worker",
      message:
        "is one node group over eu-central-1a, eu-central-1b: AWS ends nodes to balance them, with 900 s for their pods, but Deployment montage-ai/montage-ai-worker needs 1950 s to finish a job (JOB_TIMEOUT: 1800 s)",
      fix: 'zones: { groups: "per-zone", names: ["eu-central-1a", "eu-central-1b"] } for pool cpu-worker in environments/production.ts',
    }),
  ]);
});

test("a group in each zone, or in one zone alone, has nothing to balance", () => {
  expect(findingsIn("valid", "zone-rebalance")).toEqual([]);
  expect(findingsIn("valid", "zone-rebalance-one-zone")).toEqual([]);
});
