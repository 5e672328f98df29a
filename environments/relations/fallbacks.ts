import type { Relation } from "../relations";

/** Production does not get by: each of these is an error there. */
const productionHasNoFallback: Relation = {
  needs: ["name", "fallbacks"],
  check: ({ name, fallbacks }) =>
    name === "production" && fallbacks !== undefined
      ? [
          {
            path: ["fallbacks"],
            message: "production takes no fallback",
            fix: "remove the fallbacks block; give the pools the capacity or the storage the workload needs",
          },
        ]
      : [],
};

/** Otherwise an entry would be the fallbacks block by another name. */
const productionAcceptsNoFallback: Relation = {
  needs: ["name", "accepted"],
  check: ({ name, accepted = [] }) =>
    accepted.flatMap(({ rule }, index) =>
      name === "production" && rule === "production-fallbacks"
        ? [
            {
              path: ["accepted", index, "rule"],
              message: "production takes no fallback, with or without a reason",
              fix: "remove the entry, and what it accepts",
            },
          ]
        : [],
    ),
};

const nodeLocalIsDeclared: Relation = {
  needs: ["name", "storage", "fallbacks", "cluster"],
  check: ({ storage, fallbacks, cluster }) => {
    const declared = fallbacks?.nodeLocalVolumes === true;
    if (storage.kind !== "node-local") {
      return declared
        ? [
            {
              path: ["fallbacks", "nodeLocalVolumes"],
              message: `is a fallback for node-local storage, but storage is ${storage.kind}`,
              fix: "set it to false",
            },
          ]
        : [];
    }
    if (!declared) {
      return [
        {
          path: ["storage", "kind"],
          message:
            "node-local volumes are bound to one node and cannot be ReadWriteMany: replicas on other nodes stay Pending",
          fix: 'use "nfs", "cephfs" or "efs"; on a single-node cluster set fallbacks.nodeLocalVolumes to true',
        },
      ];
    }
    const nodes = cluster.kind === "k3s" ? cluster.machines.length : 1;
    return cluster.kind === "eks" || nodes > 1
      ? [
          {
            path: ["fallbacks", "nodeLocalVolumes"],
            message: `pods of ${cluster.kind === "eks" ? "an autoscaled cluster" : `${nodes} machines`} cannot share the volumes of one node`,
            fix: 'set storage.kind to "nfs" (or "cephfs", "efs") and this to false',
          },
        ]
      : [];
  },
};

const reducedRequestsNameWorkloads: Relation = {
  needs: ["workload", "fallbacks"],
  check: ({ workload, fallbacks }) => {
    const known = ["web", ...workload.workers.map((worker) => worker.name)];
    return Object.keys(fallbacks?.reducedRequests ?? {})
      .filter((name) => !known.includes(name))
      .map((name) => ({
        path: ["fallbacks", "reducedRequests", name],
        message: `no workload has the name "${name}"`,
        fix: `use one of ${known.join(", ")}`,
      }));
  },
};

const productionIsDurable: Relation = {
  needs: ["name", "cluster", "state", "platform", "redis"],
  check: ({ name, cluster, state, platform, redis }) => {
    if (name !== "production") return [];
    const wrong = (path: string[], message: string, fix: string) => ({ path, message, fix });
    return [
      ...(cluster.kind === "eks"
        ? []
        : [wrong(["cluster", "kind"], "production runs on EKS", 'set it to "eks"')]),
      ...(state.kind === "terraform-cloud"
        ? []
        : [
            wrong(
              ["state", "kind"],
              "production's state must not lie on one person's disk",
              'set it to "terraform-cloud"',
            ),
          ]),
      ...(platform.crdsOnUninstall === "keep"
        ? []
        : [
            wrong(
              ["platform", "crdsOnUninstall"],
              "uninstalling a chart would delete every custom resource",
              'set it to "keep"',
            ),
          ]),
      ...(redis.kind === "managed" && redis.persistence === undefined
        ? [
            wrong(
              ["redis", "persistence"],
              "queued jobs would be lost with the Redis pod",
              "give it a size and a className",
            ),
          ]
        : []),
    ];
  },
};

export const fallbackRelations: readonly Relation[] = [
  productionHasNoFallback,
  productionAcceptsNoFallback,
  nodeLocalIsDeclared,
  reducedRequestsNameWorkloads,
  productionIsDurable,
];
