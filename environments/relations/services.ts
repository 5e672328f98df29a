import { OWN_COMPONENTS, scaledJobName, workerDeploymentName } from "../workload-names";
import { duplicates } from "./duplicates";
import type { Mismatch, Relation } from "./relation";

const servicesAreDistinct: Relation = {
  needs: ["workload"],
  check: ({ workload: { services, workers } }) => {
    const names = workers.map(({ name }) => name);
    // Names of our own Deployments and Services are their components.
    const taken = {
      name: [
        ...OWN_COMPONENTS,
        ...["web", ...names].flatMap((name) => [workerDeploymentName(name), scaledJobName(name)]),
      ],
      component: [...OWN_COMPONENTS, "web", ...names],
    };
    return (["name", "component"] as const).flatMap((key): readonly Mismatch[] => {
      const values = services.map((service) => service[key]);
      const repeated = duplicates(values);
      return values.flatMap((value, index) =>
        repeated.includes(index) || taken[key].includes(value)
          ? [
              {
                path: ["workload", "services", index, key],
                message: `something else of the workload has this ${key}`,
                fix: "choose another",
              },
            ]
          : [],
      );
    });
  },
};

const serviceHasMachine: Relation = {
  needs: ["workload", "cluster"],
  check: ({ workload: { services }, cluster }) => {
    if (cluster.kind !== "k3s") return [];
    return services.flatMap(({ machineLabel }, index) =>
      machineLabel === undefined ||
      cluster.machines.some(({ labels }) => labels[machineLabel] === "true")
        ? []
        : [
            {
              path: ["workload", "services", index, "machineLabel"],
              message: "no machine has this label: the pods would stay Pending",
              fix: `add "${machineLabel}": "true" to the labels of a machine, or remove machineLabel`,
            },
          ],
    );
  },
};

const homeFilesAreDistinct: Relation = {
  needs: ["workload"],
  check: ({ workload: { homeFiles } }) => {
    const written = homeFiles.map(({ files }) => Object.values(files));
    return [
      ...duplicates(homeFiles.map(({ name }) => name)).map((index) => ({
        path: ["workload", "homeFiles", index, "name"],
        message: "other home files have this name",
        fix: "give each its own name",
      })),
      ...homeFiles.flatMap(({ files }, index) =>
        Object.entries(files).flatMap(([key, file]) =>
          written.flat().filter((other) => other === file).length > 1
            ? [
                {
                  path: ["workload", "homeFiles", index, "files", key],
                  message: `another key is copied to ${file} as well`,
                  fix: "copy each to a file of its own",
                },
              ]
            : [],
        ),
      ),
    ];
  },
};

export const serviceRelations: readonly Relation[] = [
  servicesAreDistinct,
  serviceHasMachine,
  homeFilesAreDistinct,
];
