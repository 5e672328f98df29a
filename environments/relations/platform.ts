import { ADDONS } from "../../addons";
import { storageChoices, storageFacts } from "../schema/storage-kinds";
import type { Relation } from "./relation";

const metricsServerHasOneOwner: Relation = {
  needs: ["switches", "cluster"],
  check: ({ switches, cluster }) => {
    const provided = cluster.provides.includes("metrics-server");
    const installed = switches.addons["metrics-server"];
    if (provided !== installed) return [];
    const path = ["switches", "addons", "metrics-server"];
    return provided
      ? [
          {
            path,
            message:
              "the cluster brings a metrics-server (cluster.provides): two would fight over v1beta1.metrics.k8s.io",
            fix: "set it to false",
          },
        ]
      : [
          {
            path,
            message: "no add-on serves v1beta1.metrics.k8s.io: the web HPA cannot see CPU use",
            fix: 'set it to true, or add "metrics-server" to cluster.provides if the cluster brings it',
          },
        ];
  },
};

function isOn(addons: Readonly<Record<string, boolean>>, name: string): boolean {
  return addons[name] === true;
}

/** An add-on that is on has what it needs, and is for such a cluster. */
const addonsFit: Relation = {
  needs: ["switches", "cluster"],
  check: ({ switches: { addons }, cluster }) =>
    ADDONS.filter(({ name }) => addons[name]).flatMap(({ name, needs, clusters, serves }) => {
      const path = ["switches", "addons", name];
      return [
        ...(needs !== undefined && !isOn(addons, needs.addon)
          ? [
              {
                path,
                message: needs.message,
                fix: `set it to false, or ${needs.addon} to true`,
              },
            ]
          : []),
        ...(clusters?.includes(cluster.kind) === false && serves !== undefined
          ? [
              {
                path,
                message: `${serves}; this cluster is ${cluster.kind}`,
                fix: "set it to false",
              },
            ]
          : []),
      ];
    }),
};

const storageFitsCluster: Relation = {
  needs: ["storage", "cluster"],
  check: ({ storage, cluster }) => {
    const { only } = storageFacts(storage.kind);
    return only !== undefined && only.cluster !== cluster.kind
      ? [
          {
            path: ["storage", "kind"],
            message: `${only.because}; this cluster is ${cluster.kind}`,
            fix: `use ${storageChoices(cluster.kind)}`,
          },
        ]
      : [];
  },
};

const devicePluginHasOneOwner: Relation = {
  needs: ["switches", "cluster"],
  check: ({ switches, cluster }) => {
    const nvidia = cluster.kind === "eks" && cluster.pools.some(({ gpu }) => gpu !== undefined);
    const path = ["switches", "addons", "nvidia-device-plugin"];
    const provided = cluster.provides.includes("nvidia-device-plugin");
    const installed = switches.addons["nvidia-device-plugin"];
    if (nvidia && provided === installed) {
      return provided
        ? [
            {
              path,
              message: "the cluster brings one already (cluster.provides)",
              fix: "set it to false",
            },
          ]
        : [
            {
              path,
              message:
                "NVIDIA pools advertise no nvidia.com/gpu without it: GPU workers stay Pending",
              fix: 'set it to true, or add "nvidia-device-plugin" to cluster.provides',
            },
          ];
    }
    return !nvidia && installed
      ? [{ path, message: "no pool has an NVIDIA GPU", fix: "set it to false" }]
      : [];
  },
};

export const platformRelations: readonly Relation[] = [
  metricsServerHasOneOwner,
  addonsFit,
  storageFitsCluster,
  devicePluginHasOneOwner,
];
