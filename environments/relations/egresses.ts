import { appComponents } from "../applications";
import type { Relation } from "./relation";
import { duplicates } from "./duplicates";
import { ofApplication } from "./of-application";

const egressesAreDistinct = ofApplication({
  check: ({ egresses }, at) =>
    duplicates(egresses.map(({ name }) => name)).map((index) => ({
      path: at("egresses", index, "name"),
      message: "another egress has this name",
      fix: "give each egress its own name",
    })),
});

const egressesAreTaken = ofApplication({
  check: (application, at) => {
    const { egresses, services } = application;
    const components = [
      ...appComponents(application),
      ...services.map(({ component }) => component),
    ];
    return egresses.flatMap(({ from = [] }, index) =>
      from.flatMap((component, position) =>
        components.includes(component)
          ? []
          : [
              {
                path: at("egresses", index, "from", position),
                message: "no pods of the app have this name",
                fix: `use some of ${components.join(", ")}, or leave from out for ${application.web === undefined ? "" : "web and "}all workers`,
              },
            ],
      ),
    );
  },
});

/** Inside the namespace a policy at the other end is needed as well, and those that are there have it. */
const egressesLeaveTheNamespace = ofApplication({
  check: ({ egresses, namespace }, at) =>
    egresses.flatMap(({ to }, index) =>
      to.kind === "namespace" && to.namespace === namespace
        ? [
            {
              path: at("egresses", index, "to", "namespace"),
              message:
                "is the app's own namespace, in which each connection has a policy of its own",
              fix: "remove the egress, or name the namespace of the server",
            },
          ]
        : [],
    ),
});

export const egressRelations: readonly Relation[] = [
  egressesAreDistinct,
  egressesAreTaken,
  egressesLeaveTheNamespace,
];
