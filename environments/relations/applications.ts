import { oneOf } from "../suggest";
import { PLATFORM_CHARTS } from "../../addons";
import { stackOf } from "../applications";
import type { ApplicationSpec } from "../schema";
import { workerDeploymentName } from "../workload-names";
import { STACKS_OF_ENVIRONMENT } from "../stack-names";
import type { Mismatch, Relation } from "./relation";

/** What each application has for itself: a value that stands twice would make two of them one. */
const OWN: readonly {
  readonly key: keyof ApplicationSpec;
  readonly of: (application: ApplicationSpec) => string;
  readonly shared: string;
}[] = [
  { key: "name", of: ({ name }) => name, shared: "their tags, dashboards and alerts" },
  {
    key: "namespace",
    of: ({ namespace }) => namespace,
    shared: "their quota, network policies and secrets",
  },
  { key: "stack", of: stackOf, shared: "their state" },
];

/** Those before one of the list. What has its name has all that it has, which is one error: {@link applicationsAreDistinct}. */
export function othersBefore(
  applications: readonly ApplicationSpec[],
  index: number,
): readonly ApplicationSpec[] {
  return applications.slice(0, index).filter(({ name }) => name !== applications[index]?.name);
}

const applicationsAreDistinct: Relation = {
  needs: ["applications"],
  of: ["name", "namespace", "stack"],
  check: ({ applications }) =>
    OWN.flatMap(({ key, of, shared }) =>
      applications.flatMap((application, index) => {
        const others =
          key === "name" ? applications.slice(0, index) : othersBefore(applications, index);
        return others.some((other) => of(other) === of(application))
          ? [
              {
                path: ["applications", index, key],
                message: `another application has this ${key}: ${shared} would be one`,
                fix: `give each application a ${key} of its own${key === "name" ? ", or take out what stands there twice" : ""}`,
              },
            ]
          : [];
      }),
    ),
};

const stacksAreFree: Relation = {
  needs: ["applications"],
  check: ({ applications }) =>
    applications.flatMap((application, index) =>
      STACKS_OF_ENVIRONMENT.some((name) => name === stackOf(application))
        ? [
            {
              path: ["applications", index, application.stack === undefined ? "name" : "stack"],
              message: `stack ${stackOf(application)} is not an application's`,
              fix: `give it another stack than ${STACKS_OF_ENVIRONMENT.join(", ")}`,
            },
          ]
        : [],
    ),
};

const namespacesAreFree: Relation = {
  needs: ["applications", "platform", "registry"],
  check: ({ applications, platform, registry }) => {
    const taken = new Map([
      ...Object.entries(platform.namespaces).map(
        ([part, namespace]) => [namespace, `platform.namespaces.${part}`] as const,
      ),
      // Of add-ons that are off, too: they may be switched on.
      ...PLATFORM_CHARTS.flatMap(({ name, namespace }) =>
        typeof namespace === "string" ? [] : [[namespace.name, `add-on ${name}`] as const],
      ),
      ...(registry === undefined ? [] : [[registry.namespace, "the registry"] as const]),
      ...["default", "kube-system", "kube-public", "kube-node-lease"].map(
        (namespace) => [namespace, "the cluster itself"] as const,
      ),
    ]);
    return applications.flatMap(({ namespace }, index): readonly Mismatch[] => {
      const owner = taken.get(namespace);
      return owner === undefined
        ? []
        : [
            {
              path: ["applications", index, "namespace"],
              message: `is the namespace of ${owner}: the application's quota and policies would bound it`,
              fix: "give the application a namespace of its own",
            },
          ];
    });
  },
};

/** `claimMoves` names a claim by its name alone. */
const claimNamesAreDistinct: Relation = {
  needs: ["applications"],
  check: ({ applications }) =>
    applications.flatMap(({ claims }, index) =>
      claims.flatMap(({ name }, position) => {
        const owner = othersBefore(applications, index).find((other) =>
          other.claims.some((claim) => claim.name === name),
        );
        return owner === undefined
          ? []
          : [
              {
                path: ["applications", index, "claims", position, "name"],
                message: `${owner.name} has a claim of this name, and switches.claimMoves could not tell them apart`,
                fix: "give the claim another name",
              },
            ];
      }),
    ),
};

const everyApplicationHasATag: Relation = {
  needs: ["applications", "switches"],
  of: ["name"],
  check: ({ applications, switches: { imageTags } }) => {
    const names = applications.map(({ name }) => name);
    return [
      ...names
        .filter((name) => !Object.hasOwn(imageTags, name))
        .map((name) => ({
          path: ["switches", "imageTags", name],
          message: `application ${name} has no tag`,
          fix: "name the tag of its image, its repository's short commit",
        })),
      ...Object.keys(imageTags)
        .filter((name) => !names.includes(name))
        .map((name) => ({
          path: ["switches", "imageTags", name],
          message: "no application has this name",
          fix: `${oneOf(names)}, or remove the entry`,
        })),
    ];
  },
};

/** The access point of a file system writes as one user, whoever mounts it. */
const storageHasOneUser: Relation = {
  needs: ["applications", "storage"],
  check: ({ applications: [first, ...others], storage }) =>
    storage.kind !== "efs" || first === undefined
      ? []
      : others.flatMap(({ user }, index) =>
          user.uid === first.user.uid && user.gid === first.user.gid
            ? []
            : [
                {
                  path: ["applications", index + 1, "user"],
                  message: `EFS' access points write as ${first.name}'s user ${first.user.uid}:${first.user.gid}`,
                  fix: "run the application as the same user, or give it another kind of storage",
                },
              ],
        ),
};

function deploymentsOf({ name, workers }: ApplicationSpec): readonly string[] {
  return workers.map((worker) => workerDeploymentName(name, worker.name));
}

/** KEDA's targets are guarded by the names of their Deployments. */
const deploymentNamesAreDistinct: Relation = {
  needs: ["applications"],
  check: ({ applications }) =>
    applications.flatMap((application, index) => {
      const taken = othersBefore(applications, index).flatMap(deploymentsOf);
      return deploymentsOf(application).flatMap((deployment, position) =>
        taken.includes(deployment)
          ? [
              {
                path: ["applications", index, "workers", position, "name"],
                message: `makes Deployment ${deployment}, which another application has as well`,
                fix: "give the worker another name",
              },
            ]
          : [],
      );
    }),
};

export const applicationListRelations: readonly Relation[] = [
  applicationsAreDistinct,
  stacksAreFree,
  namespacesAreFree,
  claimNamesAreDistinct,
  deploymentNamesAreDistinct,
  storageHasOneUser,
  everyApplicationHasATag,
];
