import { oneOf } from "../suggest";
import { successorName } from "../claim-names";
import { storageChoices } from "../schema/storage-kinds";
import type { Mismatch, Relation } from "./relation";
import { duplicates } from "./duplicates";
import { ofApplication } from "./of-application";

const claimsAreDistinct = ofApplication({
  check: ({ claims, cacheClaim }, at) => [
    ...duplicates(claims.map((claim) => claim.name)).map((index) => ({
      path: at("claims", index, "name"),
      message: "another claim has this name",
      fix: "give each claim its own name",
    })),
    ...(cacheClaim === undefined || claims.some((claim) => claim.name === cacheClaim)
      ? []
      : [
          {
            path: at("cacheClaim"),
            message: "no claim has this name",
            fix: oneOf(
              claims.map((claim) => claim.name),
              "add the claim to claims, or remove cacheClaim",
            ),
          },
        ]),
  ],
});

/** The web front mounts all of them. */
const claimsAreMounted = ofApplication({
  check: ({ claims, web, workers }, at) => {
    if (web !== undefined) return [];
    const mounted = workers.flatMap((worker) => worker.claims.map(({ name }) => name));
    // A misspelt mount is an error of its own; it may mean the claim that none mounts.
    if (mounted.some((name) => !claims.some((claim) => claim.name === name))) return [];
    return claims.flatMap(({ name }, index) =>
      mounted.includes(name)
        ? []
        : [
            {
              path: at("claims", index, "name"),
              message:
                "no worker mounts it: its volume would be made and paid for, and hold nothing",
              fix: `add { name: "${name}", readOnly: false } to the claims of a worker, or remove it`,
            },
          ],
    );
  },
});

/** The API server refuses a container with two volumes at one path. */
const claimsHaveTheirPaths = ofApplication({
  check: ({ claims, web, workers }, at) => {
    const together = (one: string, other: string) =>
      web !== undefined ||
      workers.some((worker) => {
        const names = worker.claims.map(({ name }) => name);
        return names.includes(one) && names.includes(other);
      });
    return claims.flatMap(({ name, mountPath }, index) => {
      const other = claims
        .slice(0, index)
        .find((each) => each.mountPath === mountPath && together(name, each.name));
      return other === undefined
        ? []
        : [
            {
              path: at("claims", index, "mountPath"),
              message: `is the path of ${other.name}, and one container mounts both: the API server refuses it`,
              fix: "give each claim a path of its own",
            },
          ];
    });
  },
});

const cacheIsThere: Relation = {
  needs: ["applications", "fallbacks"],
  check: ({ applications, fallbacks }) =>
    fallbacks?.emptyDirCache !== true ||
    applications.some(({ cacheClaim }) => cacheClaim !== undefined)
      ? []
      : [
          {
            path: ["fallbacks", "emptyDirCache"],
            message: "has no effect: no application has a cacheClaim",
            fix: "set it to false, or name in cacheClaim of an application the claim to replace",
          },
        ],
};

/** A successor that is no better than the claim would be copied to for nothing. */
const movesLeadSomewhere: Relation = {
  needs: ["switches", "applications", "fallbacks", "cluster", "name"],
  check: ({ switches: { claimMoves }, applications, fallbacks, cluster, name }) => {
    const claims = applications.flatMap((application) => application.claims);
    const caches = applications.map(({ cacheClaim }) => cacheClaim);
    const file = `environments/${name}.ts`;
    return Object.keys(claimMoves).flatMap((moved): Mismatch[] => {
      const path = ["switches", "claimMoves", moved];
      const claim = claims.find((candidate) => candidate.name === moved);
      const successor = successorName(moved);
      if (claim === undefined) {
        return [
          {
            path,
            message: "no claim has this name",
            fix: oneOf(
              claims.map((candidate) => candidate.name),
              "remove the entry",
            ),
          },
        ];
      }
      if (fallbacks?.emptyDirCache === true && caches.includes(moved)) {
        return [
          {
            path,
            message:
              "is an emptyDir of each pod here (fallbacks.emptyDirCache): there is no claim to move",
            fix: `remove it, or set fallbacks.emptyDirCache to false in ${file}`,
          },
        ];
      }
      if (fallbacks?.nodeLocalVolumes === true || claim.accessMode !== "ReadWriteMany") {
        return [
          {
            path,
            message: `its successor ${successor} would not be ReadWriteMany either`,
            fix: `set storage.kind to ${storageChoices(cluster.kind, { shared: true })} and fallbacks.nodeLocalVolumes to false in ${file}, or remove this entry`,
          },
        ];
      }
      return claims.some((candidate) => candidate.name === successor)
        ? [
            {
              path,
              message: `another claim has the name of its successor, ${successor}`,
              fix: `rename one of the two in ${file}`,
            },
          ]
        : [];
    });
  },
};

export const claimRelations: readonly Relation[] = [
  claimsAreDistinct,
  claimsAreMounted,
  claimsHaveTheirPaths,
  cacheIsThere,
  movesLeadSomewhere,
];
