import { oneOf } from "../suggest";
import type { Relation } from "./relation";
import { duplicates } from "./duplicates";
import { ofApplication } from "./of-application";
import { scaledObjectName, STACK_PARTS, workerDeploymentName } from "../workload-names";

/** The HPA that KEDA makes is `keda-hpa-<ScaledObject>`, a DNS label of at most 63 characters. */
const LONGEST_SCALED_OBJECT_NAME = 54;

const namesAreDistinct = ofApplication({
  check: ({ workers }, at) =>
    duplicates(workers.map((worker) => worker.name)).map((index) => ({
      path: at("workers", index, "name"),
      message: "another worker has this name",
      fix: "give each worker its own name",
    })),
});

/** Deployments, components and ids of constructs are called after it. */
const workersAreNoOtherParts = ofApplication({
  check: ({ web, workers }, at) => {
    const taken = STACK_PARTS.filter((part) => web !== undefined || part !== "web");
    return workers.flatMap(({ name }, index) =>
      taken.some((part) => part === name)
        ? [
            {
              path: at("workers", index, "name"),
              message: "the application's stack has a part of this name",
              fix: `choose another than ${taken.toSorted().join(", ")}`,
            },
          ]
        : [],
    );
  },
});

const signalsOfWebHaveWeb = ofApplication({
  check: ({ web, signals }, at) =>
    (["updatesChannel", "webCounters"] as const)
      .filter((signal) => web === undefined && signals?.[signal] !== undefined)
      .map((signal) => ({
        path: at("signals", signal),
        message: "is of web pods, and the application has no web front",
        fix: "remove it, or add web",
      })),
});

const countersAreScraped = ofApplication({
  check: ({ web, signals }, at) =>
    web !== undefined && web.metricsPath === undefined && signals?.webCounters !== undefined
      ? [
          {
            path: at("signals", "webCounters"),
            message: "has no effect without web.metricsPath: nothing scrapes the counters",
            fix: "name the path, or remove the counters",
          },
        ]
      : [],
});

const rangesAreOrdered = ofApplication({
  check: ({ web, workers }, at) => {
    const ranges = [
      ...(web === undefined ? [] : [{ path: at("web", "replicas"), range: web.replicas }]),
      ...workers.flatMap(({ scaling }, index) =>
        scaling.kind === "deployment"
          ? [{ path: at("workers", index, "scaling"), range: scaling }]
          : [],
      ),
    ];
    return ranges
      .filter(({ range }) => range.min > range.max)
      .map(({ path, range }) => ({
        path: [...path, "min"],
        message: `is greater than max (${range.max})`,
        fix: `set it to ${range.max} or less, or raise max`,
      }));
  },
});

const namesFitKeda = ofApplication({
  check: ({ name, workers }, at) =>
    workers.flatMap((worker, index) =>
      scaledObjectName(workerDeploymentName(name, worker.name)).length > LONGEST_SCALED_OBJECT_NAME
        ? [
            {
              path: at("workers", index, "name"),
              message: `makes a ScaledObject name of more than ${LONGEST_SCALED_OBJECT_NAME} characters; KEDA's HPA would not fit 63`,
              fix: "shorten it",
            },
          ]
        : [],
    ),
});

const mountedClaimsExist = ofApplication({
  check: ({ claims, workers }, at) => {
    const known = claims.map(({ name }) => name);
    return workers.flatMap((worker, index) => {
      const mounted = worker.claims.map(({ name }) => name);
      const path = (position: number) => at("workers", index, "claims", position, "name");
      return [
        ...mounted.flatMap((name, position) =>
          known.includes(name)
            ? []
            : [
                {
                  path: path(position),
                  message: "no claim has this name",
                  fix: oneOf(known, "add the claim to claims, or take it out of the worker"),
                },
              ],
        ),
        ...duplicates(mounted).map((position) => ({
          path: path(position),
          message: `${worker.name} mounts it already`,
          fix: "remove it",
        })),
      ];
    });
  },
});

/** RESET makes a connection the default user's again, whatever it logged in as. */
const readerIsBound = ofApplication({
  of: ["redis"],
  check: ({ redis }, at) =>
    redis.reader === undefined || redis.password !== undefined
      ? []
      : [
          {
            path: at("redis", "reader"),
            message:
              "bounds nothing: without a password of its own the default user may do everything, and a reader that leaves its login out is the default user",
            fix: "set redis.password as well, once the app sends one; until then remove it",
          },
        ],
});

export const applicationRelations: readonly Relation[] = [
  namesAreDistinct,
  workersAreNoOtherParts,
  signalsOfWebHaveWeb,
  countersAreScraped,
  rangesAreOrdered,
  namesFitKeda,
  mountedClaimsExist,
  readerIsBound,
];
