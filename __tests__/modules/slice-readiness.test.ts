import { poolContract } from "../../environments/nodes/pool-contract";
import { readinessSteps } from "../../modules/gpu/slice-readiness-steps";
import { a100Pool, balanced, withPools } from "../support/pools";
import { blocks, specOf, synthesize } from "../support/synth";

const argsOf = (steps: readonly { readonly args: readonly string[] }[]) =>
  steps.map(({ args }) => args.join(" "));

test("a node is waited for until every resource of its layout is advertised in full, then untainted", () => {
  const { before, last } = readinessSteps(poolContract(a100Pool(balanced)));
  expect(argsOf(before)).toEqual([
    "wait node $(NODE_NAME) --for=jsonpath={.status.allocatable.nvidia\\.com/mig-1g\\.5gb}=16 --timeout=15m",
    "wait node $(NODE_NAME) --for=jsonpath={.status.allocatable.nvidia\\.com/mig-2g\\.10gb}=8 --timeout=15m",
    "wait node $(NODE_NAME) --for=jsonpath={.status.allocatable.nvidia\\.com/mig-3g\\.20gb}=8 --timeout=15m",
    "taint node $(NODE_NAME) fluxibri.ai/mig-slices-pending=true:NoSchedule --overwrite",
    "taint node $(NODE_NAME) fluxibri.ai/mig-slices-pending:NoSchedule-",
  ]);
  expect(argsOf([last])).toEqual(["wait node $(NODE_NAME) --for=delete --timeout=8760h"]);
});

describe("where slices have resources of their own", () => {
  const platform = synthesize(withPools([a100Pool()]))["platform"];

  test("it runs on the nodes of the MIG pool alone, whatever their taints", () => {
    expect(blocks(platform, "kubernetes_daemon_set_v1")).toEqual([
      expect.objectContaining({
        metadata: expect.objectContaining({ name: "slice-readiness-gpu-a100" }),
        spec: expect.objectContaining({
          template: expect.objectContaining({
            spec: expect.objectContaining({
              node_selector: { "fluxibri.ai/pool": "gpu-a100" },
              toleration: [{ operator: "Exists" }],
            }),
          }),
        }),
      }),
    ]);
  });

  test("its account may touch nodes only after the policy that limits it is there", () => {
    const [binding] = blocks(platform, "kubernetes_cluster_role_binding_v1");
    expect(binding?.["depends_on"]).toEqual([
      expect.stringMatching(/^kubernetes_manifest\.slice-readiness_policy-binding/),
    ]);
  });

  test.each(["local", "staging", "production"] as const)(
    "%s has no node that starts with a taint",
    (name) => {
      expect(blocks(synthesize(specOf(name))["platform"], "kubernetes_daemon_set_v1")).toEqual([]);
    },
  );
});
