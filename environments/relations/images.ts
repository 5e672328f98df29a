import { isProtected } from "../protection";
import type { Relation } from "./relation";
import { registryHost } from "../schema/hosts";
import { outsideImages } from "../schema/images";
import type { ImageSource } from "../schema/images";

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

const outsideHasCredentials: Relation = {
  needs: ["images", "switches", "vault", "name"],
  check: ({ images, switches, vault, name }) => {
    const operator = switches.addons["external-secrets"];
    return [
      ...(switches.images !== "registry" && !operator
        ? [
            {
              path: ["switches", "addons", "external-secrets"],
              message: `images from ${hostOf(images[switches.images])} are private: without a pull secret every pull ends in 401`,
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
      ...(images.ghcr !== undefined && vault !== undefined && vault.ghcrKey === undefined
        ? [
            {
              path: ["vault", "ghcrKey"],
              message: "is absent, and images.ghcr needs a pull secret",
              fix: "name the key with username and password for ghcr.io, or take images.ghcr away",
            },
          ]
        : []),
    ];
  },
};

const protectedPullsFromOutside: Relation = {
  needs: ["name", "protected", "images", "switches"],
  check: (spec) =>
    isProtected(spec) && spec.switches.images === "registry"
      ? [
          {
            path: ["switches", "images"],
            message: `the in-cluster registry is a staging measure, and ${spec.name} is protected`,
            fix: `set it to "${outsideImages(spec.images)?.kind ?? "ghcr"}"`,
          },
        ]
      : [],
};

/** The app's pods name one pull secret. */
const oneSourceOutside: Relation = {
  needs: ["images"],
  check: ({ images: { ghcr, external } }) =>
    ghcr !== undefined && external !== undefined
      ? [
          {
            path: ["images", "external"],
            message:
              "images.ghcr is a registry outside the cluster as well, and pods name one pull secret",
            fix: "describe one of the two",
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

function hostOf(source: ImageSource | undefined): string {
  return source === undefined ? "outside" : registryHost(source.repository);
}

export const imageRelations: readonly Relation[] = [
  usedSourceIsDescribed,
  outsideHasCredentials,
  protectedPullsFromOutside,
  oneSourceOutside,
  registryIsReachable,
];
