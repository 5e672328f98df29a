import { applicationIn } from "../environments/applications";
import { isProtected } from "../environments/protection";
import type { EnvironmentSpec, Resources } from "../environments/schema";
import { webName, workerDeploymentName } from "../environments/workload-names";
import { type Container, describe, type Inventory, type Workload } from "../inventory/model";
import { amountOf } from "../environments/quantity";
import { PROVISIONERS } from "./shared/provisioners";
import { type Finding, findingAt, type Rule } from "./engine/rule";

const id = "production-fallbacks";

export const productionFallbacks: Rule = {
  id,
  title: "A protected environment has no fallback",
  why: "Staging gets by on few machines with a cache in an emptyDir, volumes on one node, pods that tolerate every taint and smaller requests. The schema refuses the fallbacks block in an environment that is protected, as production is, and every one that does not say otherwise; this rule looks at what was synthesized, whichever way it came in.",
  severity: "error",
  remedy:
    "Take the measure out of the module that synthesized it, or make it depend on `spec.fallbacks`, which a protected environment does not have.",
  needsEnvironment: true,
  check: (inventory, spec) =>
    spec !== undefined && isProtected(spec)
      ? [
          ...inventory.workloads.flatMap((workload) => [
            ...cacheInEmptyDir(workload, spec),
            ...broadTolerations(workload),
            ...reducedRequests(workload, spec),
          ]),
          ...nodeLocalClaims(inventory),
        ]
      : [],
};

function cacheInEmptyDir(workload: Workload, spec: EnvironmentSpec): readonly Finding[] {
  const application = applicationIn(spec, workload.namespace);
  if (application === undefined) return [];
  const { claims, cacheClaim } = application;
  const path = claims.find(({ name }) => name === cacheClaim)?.mountPath;
  const { containers, volumes } = workload.pod;
  const emptyDirs = volumes.filter(({ kind }) => kind === "emptyDir").map(({ name }) => name);
  const mounted = containers
    .flatMap(({ mounts }) => mounts)
    .find((mount) => mount.path === path && emptyDirs.includes(mount.volume));
  if (mounted === undefined) return [];
  return [
    findingAt(workload, {
      rule: id,
      severity: "error",
      message: `mounts an emptyDir (${mounted.volume}) at ${mounted.path} in place of claim ${cacheClaim}: every pod has a cache of its own`,
      fix: `mount claim ${cacheClaim} there`,
    }),
  ];
}

/** Node agents are meant to run everywhere, so DaemonSets may tolerate everything. */
function broadTolerations(workload: Workload): readonly Finding[] {
  const broad = workload.pod.tolerations.some(
    ({ key, operator }) => operator === "Exists" && (key === undefined || key === ""),
  );
  if (workload.kind === "DaemonSet" || !broad) return [];
  return [
    findingAt(workload, {
      rule: id,
      severity: "error",
      message: "tolerates every taint: it may land on GPU nodes and on nodes being drained",
      fix: "tolerate the taints of its own node pool by key",
    }),
  ];
}

function nodeLocalClaims({ claims, storageClasses }: Inventory): readonly Finding[] {
  return claims.flatMap((claim) => {
    const found = storageClasses.find(({ name }) => name === claim.className);
    if (found === undefined || PROVISIONERS[found.provisioner]?.nodeBound !== true) return [];
    return [
      findingAt(claim, {
        rule: id,
        severity: "error",
        message: `is on ${describe(found)} (${found.provisioner}): its data is lost with the node`,
        fix: "use the class of the environment's storage",
      }),
    ];
  });
}

/** The main container's requests against those that the environments share. */
function reducedRequests(workload: Workload, spec: EnvironmentSpec): readonly Finding[] {
  const shared = sharedRequests(spec).get(describe(workload));
  const container = workload.pod.containers.find(({ init }) => !init);
  if (shared === undefined || container === undefined) return [];
  return (["cpu", "memory"] as const)
    .filter((resource) => isLess(container, resource, shared))
    .map((resource) =>
      findingAt(workload, {
        rule: id,
        severity: "error",
        message: `requests ${container.requests[resource] ?? "no"} ${resource === "cpu" ? "CPU" : resource}, less than the shared ${shared[resource]}`,
        fix: `request ${shared[resource]}, as the data of the application says`,
      }),
    );
}

function sharedRequests({
  applications,
}: EnvironmentSpec): ReadonlyMap<string, Resources["requests"]> {
  return new Map(
    applications.flatMap(({ name: application, namespace, web, workers }) => [
      ...(web === undefined
        ? []
        : [
            [
              describe({ kind: "Deployment", namespace, name: webName(application) }),
              web.resources.requests,
            ] as const,
          ]),
      ...workers.map(({ name, resources }) => {
        const deployment = workerDeploymentName(application, name);
        return [
          describe({ kind: "Deployment", namespace, name: deployment }),
          resources.requests,
        ] as const;
      }),
    ]),
  );
}

function isLess(
  { requests }: Container,
  resource: "cpu" | "memory",
  shared: Resources["requests"],
): boolean {
  return amountOf(resource, requests[resource] ?? "0") < amountOf(resource, shared[resource]);
}
