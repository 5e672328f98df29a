import { isProtected } from "../protection";
import type { Relation } from "../relations";

const usedSourceIsDescribed: Relation = {
  needs: ["images", "switches", "name"],
  check: ({ images, switches, name }) =>
    images[switches.images] === undefined
      ? [
          {
            path: ["switches", "images"],
            message: `environment ${name} does not describe the image source "${switches.images}"`,
            fix: `use ${Object.keys(images).join(" or ")}, or add images.${switches.images} to environments/${name}.ts`,
          },
        ]
      : [],
};

const ghcrHasCredentials: Relation = {
  needs: ["switches", "vault", "name"],
  check: ({ switches, vault, name }) => {
    const operator = switches.addons["external-secrets"];
    return [
      ...(switches.images === "ghcr" && !operator
        ? [
            {
              path: ["switches", "addons", "external-secrets"],
              message:
                "images from ghcr.io are private: without a pull secret every pull ends in 401",
              fix: 'set it to true, or images to "registry"',
            },
          ]
        : []),
      ...(operator && vault === undefined
        ? [
            {
              path: ["vault"],
              message: "external-secrets is on, but no Vault is described for it to read",
              fix: `add a vault block to environments/${name}.ts, or switch external-secrets off`,
            },
          ]
        : []),
    ];
  },
};

const protectedPullsFromGhcr: Relation = {
  needs: ["name", "protected", "switches"],
  check: (spec) =>
    isProtected(spec) && spec.switches.images !== "ghcr"
      ? [
          {
            path: ["switches", "images"],
            message: `the in-cluster registry is a staging measure, and ${spec.name} is protected`,
            fix: 'set it to "ghcr"',
          },
        ]
      : [],
};

const registryIsReachable: Relation = {
  needs: ["images", "switches", "cluster"],
  check: ({ images, switches, cluster }) => {
    if (images.registry === undefined) return [];
    const { nodePort } = images.registry;
    const hosts =
      cluster.kind === "k3s" ? cluster.machines.filter((machine) => machine.registryHost) : [];
    return [
      ...(nodePort < 30000 || nodePort > 32767
        ? [
            {
              path: ["images", "registry", "nodePort"],
              message: "is outside Kubernetes' default NodePort range",
              fix: "choose one from 30000 to 32767, e.g. 30500",
            },
          ]
        : []),
      ...(switches.images === "registry" && cluster.kind === "k3s" && hosts.length !== 1
        ? [
            {
              path: ["cluster", "machines"],
              message: `${hosts.length} machines are registry host; the registry's volume is on exactly one`,
              fix: "set registryHost to true on one machine and to false on the others",
            },
          ]
        : []),
    ];
  },
};

export const imageRelations: readonly Relation[] = [
  usedSourceIsDescribed,
  ghcrHasCredentials,
  protectedPullsFromGhcr,
  registryIsReachable,
];
