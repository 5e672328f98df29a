import { isProtected } from "../protection";
import type { ApplicationSpec } from "../schema";
import { ofApplication } from "./of-application";
import type { Relation } from "./relation";
import { registryHost } from "../schema/hosts";
import { outsideImages } from "../schema/images";
import type { ImageSource } from "../schema/images";

type Source = keyof ApplicationSpec["images"];

const IMAGE_SOURCES = ["registry", "ghcr", "external"] as const satisfies readonly Source[];

/** What a source of images looks like in the data of an application. */
const SOURCE_SHAPES: Readonly<Record<Source, (application: string) => string>> = {
  registry: (name) => `{ kind: "registry", repository: "${name}" }`,
  ghcr: (name) =>
    `{ kind: "ghcr", repository: "ghcr.io/OWNER/${name}", pullSecretName: "${name}-pull" }`,
  external: (name) =>
    `{ kind: "external", repository: "HOST/${name}", pullSecretName: "${name}-pull", vaultKey: "KEY" }`,
};

/** Only a source that every application has is one for all of them; the registry is none where nothing may pull from it. */
const usedSourceIsDescribed = ofApplication({
  needs: ["switches", "name", "protected", "registry"],
  of: ["name", "images"],
  check: ({ name: application, images }, _at, spec) => {
    const { switches, name, applications, registry } = spec;
    const used = switches.images;
    if (images[used] !== undefined) return [];
    const usable = IMAGE_SOURCES.filter(
      (source) =>
        applications.every((each) => each.images[source] !== undefined) &&
        (source !== "registry" || (registry !== undefined && !isProtected(spec))),
    );
    const add = `add images.${used} to ${application} in environments/${name}.ts: images: { ${used}: ${SOURCE_SHAPES[used](application)} }`;
    return [
      {
        path: ["switches", "images"],
        message: `environment ${name} does not describe the image source "${used}" of ${application}`,
        fix: [...usable.map((source) => `use ${source}`), add].join(", or "),
      },
    ];
  },
});

/** The repository alone is no registry. */
const registryIsDescribed = ofApplication({
  needs: ["registry", "name", "protected"],
  of: ["images"],
  check: ({ images }, at, spec) =>
    images.registry !== undefined && spec.registry === undefined
      ? [
          {
            path: at("images", "registry"),
            message: "the environment has no registry of its own",
            fix: isProtected(spec)
              ? `take images.registry away in environments/${spec.name}.ts: a protected environment pulls from outside`
              : `describe it as registry in environments/${spec.name}.ts, or take images.registry away`,
          },
        ]
      : [],
});

const outsideHasCredentials: Relation = {
  needs: ["applications", "switches", "vault", "name"],
  of: ["name", "images"],
  check: ({ applications, switches, vault, name }) => {
    const used = applications.map(({ images }) => hostOf(images[switches.images]));
    const withoutKey = applications.filter(
      ({ images: { ghcr } }) => ghcr !== undefined && ghcr.vaultKey === undefined,
    );
    const operator = switches.addons["external-secrets"];
    return [
      ...(switches.images !== "registry" && !operator
        ? [
            {
              path: ["switches", "addons", "external-secrets"],
              message: `images from ${[...new Set(used)].join(", ")} are private: without a pull secret every pull ends in 401`,
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
      ...(withoutKey.length > 0 && vault !== undefined && vault.ghcrKey === undefined
        ? [
            {
              path: ["vault", "ghcrKey"],
              message: `is absent, and images.ghcr of ${withoutKey.map((each) => each.name).join(", ")} needs a pull secret`,
              fix: "name the key with username and password for ghcr.io, or take images.ghcr away",
            },
          ]
        : []),
    ];
  },
};

const protectedPullsFromOutside: Relation = {
  needs: ["name", "protected", "applications", "switches"],
  of: ["images"],
  check: (spec) =>
    isProtected(spec) && spec.switches.images === "registry"
      ? [
          {
            path: ["switches", "images"],
            message: `the in-cluster registry is a staging measure, and ${spec.name} is protected`,
            fix: `set it to "${spec.applications.flatMap(({ images }) => outsideImages(images)?.kind ?? [])[0] ?? "ghcr"}"`,
          },
        ]
      : [],
};

/** The app's pods name one pull secret. */
const oneSourceOutside = ofApplication({
  of: ["images"],
  check: ({ images: { ghcr, external } }, at) =>
    ghcr !== undefined && external !== undefined
      ? [
          {
            path: at("images", "external"),
            message:
              "images.ghcr is a registry outside the cluster as well, and pods name one pull secret",
            fix: "describe one of the two",
          },
        ]
      : [],
});

const registryIsReachable: Relation = {
  needs: ["registry", "switches", "cluster"],
  check: ({ registry, switches, cluster }) => {
    if (registry === undefined) return [];
    const { nodePort } = registry;
    const hosts =
      cluster.kind === "k3s" ? cluster.machines.filter((machine) => machine.registryHost) : [];
    return [
      ...(nodePort < 30000 || nodePort > 32767
        ? [
            {
              path: ["registry", "nodePort"],
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
  registryIsDescribed,
  outsideHasCredentials,
  protectedPullsFromOutside,
  oneSourceOutside,
  registryIsReachable,
];
