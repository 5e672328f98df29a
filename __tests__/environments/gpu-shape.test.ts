import { environmentName } from "../../environments";
import type { ConfigurationIssue } from "../../environments/errors";
import { validate } from "../../environments/validate";
import { changedSpec } from "../support/changed-spec";
import { specOf } from "../support/synth";

/** Issues of an environment whose data was changed at a path. */
function issuesWith(
  name: string,
  changes: Readonly<Record<string, unknown>>,
): readonly ConfigurationIssue[] {
  const result = validate(environmentName(name), changedSpec(specOf(name), changes));
  return result.ok ? [] : result.issues;
}

describe("GPUs of nodes and workers", () => {
  test("a misspelt key of a MIG pool is answered with the one that is meant", () => {
    const [issue] = issuesWith("production", {
      "cluster.pools.3.gpu": { sharing: "mig", strategy: "single", profil: "1g.5gb" },
    });
    expect(issue).toMatchObject({ path: "cluster.pools[3].gpu.profil", fix: 'write "profile"' });
  });

  test("what single MIG cannot have cannot be written: a layout of several profiles", () => {
    const [issue] = issuesWith("production", {
      "cluster.pools.3.gpu": {
        sharing: "mig",
        strategy: "single",
        profile: "1g.5gb",
        layout: { kind: "balanced" },
      },
    });
    expect(issue?.message).toBe('unknown key "layout"');
  });

  test("a balanced layout is refused for a GPU that mig-parted has none for", () => {
    expect(
      issuesWith("production", {
        "cluster.pools.3.instanceTypes": ["g7.4xlarge"],
        "cluster.pools.3.gpu": { sharing: "mig", strategy: "mixed", layout: { kind: "balanced" } },
      }),
    ).toContainEqual(
      expect.objectContaining({
        path: "cluster.pools[3].gpu.layout.kind",
        message: "mig-parted has no balanced layout for RTX-PRO-4500",
        fix: 'use "uniform" with one of 1g.16gb x2, 2g.32gb x1 (slices of one GPU at most), or "custom"',
      }),
    );
  });

  test("a card of another maker is refused with those that there are", () => {
    const issues = issuesWith("staging", { "cluster.machines.3.gpu.model": "L4" });
    expect(issues.map(({ path, fix }) => [path, fix])).toEqual([
      [
        "cluster.machines[3].gpu.model",
        "use one of RX-7800-XT, RX-7900-XT, RX-7900-XTX, PRO-W7900",
      ],
    ]);
  });

  test("a worker without any node that takes it is refused with what there is", () => {
    const [issue] = issuesWith("staging", {
      "applications.0.workers.1.gpu": { need: "any", vendor: "nvidia" },
    });
    expect(issue?.message).toContain(
      "no node that the worker tolerates has role gpu-worker with a nvidia GPU",
    );
    expect(issue?.fix).toContain("gpu-rocm: 1 x amd.com/gpu (RX-7800-XT, 16 GiB)");
  });
});
