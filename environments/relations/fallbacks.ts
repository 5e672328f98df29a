import { oneOf } from "../suggest";
import { appComponents } from "../applications";
import { isProtected } from "../protection";
import { storageChoices, storageFacts } from "../schema/storage-kinds";
import type { Relation } from "./relation";

/** What is protected does not get by: each of these is an error there. */
const protectedHasNoFallback: Relation = {
  needs: ["name", "protected", "fallbacks"],
  check: (spec) =>
    isProtected(spec) && spec.fallbacks !== undefined
      ? [
          {
            path: ["fallbacks"],
            message: `${spec.name} takes no fallback: it is protected`,
            fix: "remove the fallbacks block; give the pools the capacity or the storage the workload needs. An environment whose data may be lost says protected: false",
          },
        ]
      : [],
};

/** Otherwise an entry would be the fallbacks block by another name. */
const protectedAcceptsNoFallback: Relation = {
  needs: ["name", "protected", "accepted"],
  check: (spec) =>
    (spec.accepted ?? []).flatMap(({ rule }, index) =>
      isProtected(spec) && rule === "production-fallbacks"
        ? [
            {
              path: ["accepted", index, "rule"],
              message: `${spec.name} takes no fallback, with or without a reason: it is protected`,
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
    const shared = storageChoices(cluster.kind, { shared: true });
    if (storageFacts(storage.kind).shared) {
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
          fix: `use ${shared}; on a single-node cluster set fallbacks.nodeLocalVolumes to true`,
        },
      ];
    }
    const nodes = cluster.kind === "k3s" ? cluster.machines.length : 1;
    return cluster.kind === "eks" || nodes > 1
      ? [
          {
            path: ["fallbacks", "nodeLocalVolumes"],
            message: `pods of ${cluster.kind === "eks" ? "an autoscaled cluster" : `${nodes} machines`} cannot share the volumes of one node`,
            fix: `set storage.kind to ${shared} and this to false`,
          },
        ]
      : [];
  },
};

const reducedRequestsNameComponents: Relation = {
  needs: ["applications", "fallbacks"],
  check: ({ applications, fallbacks }) => {
    const names = applications.map(({ name }) => name);
    return Object.entries(fallbacks?.reducedRequests ?? {}).flatMap(([name, reduced]) => {
      const application = applications.find((each) => each.name === name);
      if (application === undefined) {
        return [
          {
            path: ["fallbacks", "reducedRequests", name],
            message: `no application has the name "${name}"`,
            fix: oneOf(names),
          },
        ];
      }
      const known = appComponents(application);
      return Object.keys(reduced)
        .filter((component) => !known.includes(component))
        .map((component) => ({
          path: ["fallbacks", "reducedRequests", name, component],
          message: `nothing of ${name} has the name "${component}"`,
          fix: oneOf(known),
        }));
    });
  },
};

const protectedIsDurable: Relation = {
  needs: ["name", "protected", "cluster", "state", "platform", "applications"],
  of: ["redis"],
  check: (spec) => {
    if (!isProtected(spec)) return [];
    const { name, cluster, state, platform, applications } = spec;
    const wrong = (path: (string | number)[], message: string, fix: string) => ({
      path,
      message,
      fix,
    });
    return [
      ...(cluster.kind === "kubeconfig"
        ? [
            wrong(
              ["cluster", "kind"],
              `whatever cluster a kubeconfig points at would be ${name}, which is protected`,
              'set it to "eks" or "k3s", which name theirs',
            ),
          ]
        : []),
      ...(state.kind === "terraform-cloud"
        ? []
        : [
            wrong(
              ["state", "kind"],
              `${name}'s state must not lie on one person's disk: it is protected`,
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
      ...applications.flatMap(({ redis }, index) =>
        redis.kind === "managed" && redis.persistence === undefined
          ? [
              wrong(
                ["applications", index, "redis", "persistence"],
                "queued jobs would be lost with the Redis pod",
                "give it a size and a className",
              ),
            ]
          : [],
      ),
    ];
  },
};

export const fallbackRelations: readonly Relation[] = [
  protectedHasNoFallback,
  protectedAcceptsNoFallback,
  nodeLocalIsDeclared,
  reducedRequestsNameComponents,
  protectedIsDurable,
];
