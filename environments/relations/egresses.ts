import type { Relation } from "./relation";
import { duplicates } from "./duplicates";

const egressesAreDistinct: Relation = {
  needs: ["workload"],
  check: ({ workload: { egresses } }) =>
    duplicates(egresses.map(({ name }) => name)).map((index) => ({
      path: ["workload", "egresses", index, "name"],
      message: "another egress has this name",
      fix: "give each egress its own name",
    })),
};

const egressesAreTaken: Relation = {
  needs: ["workload"],
  check: ({ workload: { egresses, workers, services } }) => {
    const components = [
      "web",
      ...services.map(({ component }) => component),
      ...workers.map(({ name }) => name),
    ];
    return egresses.flatMap(({ from = [] }, index) =>
      from.flatMap((component, position) =>
        components.includes(component)
          ? []
          : [
              {
                path: ["workload", "egresses", index, "from", position],
                message: "no pods of the app have this name",
                fix: `use some of ${components.join(", ")}, or leave from out for web and all workers`,
              },
            ],
      ),
    );
  },
};

/** Inside the namespace a policy at the other end is needed as well, and those that are there have it. */
const egressesLeaveTheNamespace: Relation = {
  needs: ["workload"],
  check: ({ workload: { egresses, namespace } }) =>
    egresses.flatMap(({ to }, index) =>
      to.kind === "namespace" && to.namespace === namespace
        ? [
            {
              path: ["workload", "egresses", index, "to", "namespace"],
              message:
                "is the app's own namespace, in which each connection has a policy of its own",
              fix: "remove the egress, or name the namespace of the server",
            },
          ]
        : [],
    ),
};

export const egressRelations: readonly Relation[] = [
  egressesAreDistinct,
  egressesAreTaken,
  egressesLeaveTheNamespace,
];
