import { findingsIn } from "./fixture";

describe("capacity", () => {
  test("says how many pods a pool holds at its maximum, and two changes that make them fit", () => {
    expect(findingsIn("invalid", "capacity")).toEqual([
      expect.objectContaining({
        severity: "error",
        object: "Deployment previews/preview",
        message:
          "does not fit at maximum scale, the last pods stay Pending: of 12 pods of Deployment previews/preview pool web (at most 10 nodes) holds 10 by cpu, a node's rest is too small for one more",
        fix: "lower spec.replicas of Deployment previews/preview from 12 to 10; or set cluster.pools[0].max to 12 in environments/production.ts (now 10)",
      }),
    ]);
  });

  test("the number of replicas that it proposes fits", () => {
    expect(findingsIn("valid", "capacity")).toEqual([]);
  });

  test("names the resource of which one pod wants more than a node can give", () => {
    expect(findingsIn("invalid", "capacity-larger-than-a-node")).toEqual([
      expect.objectContaining({
        severity: "error",
        message:
          "one pod asks for more than a node has beside its DaemonSets, it stays Pending (web: cpu 2500m of 1750m)",
        fix: 'lower requests.cpu of container preview of Deployment previews/preview from 2500m to 1750m; or take nodeSelector node-role.fluxibri.ai/web: "true" off Deployment previews/preview (then cpu-worker accepts it)',
      }),
    ]);
  });
});
