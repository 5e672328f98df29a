import { namesIn } from "../../cli/check/owned";
import { inventoryOfCode } from "../../cli/synthesis/inventory-of-code";
import { readForeignObjects } from "../../inventory/reading";
import { runRules } from "../../rules";
import { specOf } from "../support/synth";
import { findingsIn } from "./fixture";

describe("two-owners", () => {
  test("names each object that the stacks own too, and where it is changed", () => {
    expect(findingsIn("invalid", "two-owners")).toEqual([
      {
        rule: "two-owners",
        severity: "error",
        object: "Deployment montage-ai/montage-ai-worker",
        place: {
          kind: "terraform",
          stack: "app",
          address: "kubernetes_manifest.montage-ai-worker",
        },
        message:
          "is owned by the stacks of staging: applied from here, it undoes what they say, and their next deploy undoes this",
        fix: "leave it out of what is applied to staging; change it in environments/staging.ts and run npm run deploy -- staging",
      },
      expect.objectContaining({
        object: "ScaledObject montage-ai/montage-ai-worker-scaledobject",
      }),
    ]);
  });

  // The names are those of the app's deploy/k3s at d5eade7, overlay cluster.
  test("of the app's own overlay, staging's stacks own what they are known to", () => {
    const names = [
      ["v1", "ServiceAccount", "montage-ai-cluster"],
      ["rbac.authorization.k8s.io/v1", "Role", "montage-ai-cluster"],
      ["rbac.authorization.k8s.io/v1", "RoleBinding", "montage-ai-cluster"],
      ["v1", "Service", "montage-ai-web"],
      ["v1", "Service", "cgpu-server"],
      ["v1", "Service", "redis"],
      ["v1", "PersistentVolumeClaim", "montage-input"],
      ["apps/v1", "Deployment", "montage-ai-worker"],
      ["keda.sh/v1alpha1", "ScaledObject", "montage-ai-worker-scaledobject"],
      ["policy/v1", "PodDisruptionBudget", "montage-ai-web-pdb"],
      ["networking.k8s.io/v1", "NetworkPolicy", "allow-all"],
    ] as const;
    const place = { kind: "file", file: "app.yaml", line: 1 } as const;
    const { inventory } = readForeignObjects(
      names.map(([apiVersion, kind, name]) => ({
        object: {
          apiVersion,
          kind,
          metadata: { name, namespace: "montage-ai" },
          spec: {
            template: { spec: { containers: [] } },
            scaleTargetRef: { name: "montage-ai-worker" },
          },
        },
        place,
      })),
    );
    const owners = (name: "staging" | "local") => {
      const spec = specOf(name);
      return runRules(inventory, spec, { owned: namesIn(inventoryOfCode(spec)) })
        .filter(({ rule }) => rule.id === "two-owners")
        .flatMap(({ findings }) => findings.map(({ object }) => object.split("/")[1]));
    };
    // Its account alone: without cluster mode there is neither Role nor RoleBinding.
    const both = ["montage-ai-cluster", "montage-ai-web"];
    const scaled = ["montage-input", "montage-ai-worker", "montage-ai-worker-scaledobject"];
    // Staging's Redis is in another namespace, and cgpu is off.
    expect(owners("staging")).toEqual([...both, ...scaled]);
    expect(owners("local")).toEqual([...both, "redis", ...scaled]);
  });

  test("is not asked where nobody says what the stacks own", () => {
    expect(
      runRules(readForeignObjects([]).inventory, specOf("staging")).find(
        ({ rule }) => rule.id === "two-owners",
      )?.findings,
    ).toEqual([]);
  });
});
