import { OWN_COMPONENTS, scaledJobName, webName, workerDeploymentName } from "../workload-names";
import { appComponents } from "../applications";
import { duplicates } from "./duplicates";
import { ofApplication } from "./of-application";
import type { Mismatch, Relation } from "./relation";

const servicesAreDistinct = ofApplication({
  check: (application, at) => {
    const { name: called, services, workers, web } = application;
    const names = workers.map(({ name }) => name);
    // Names of our own Deployments and Services are their components.
    const taken = {
      name: [
        ...OWN_COMPONENTS,
        ...(web === undefined ? [] : [webName(called)]),
        ...names.flatMap((name) => [
          workerDeploymentName(called, name),
          scaledJobName(called, name),
        ]),
      ],
      component: [...OWN_COMPONENTS, ...appComponents(application)],
    };
    return (["name", "component"] as const).flatMap((key): readonly Mismatch[] => {
      const values = services.map((service) => service[key]);
      const repeated = duplicates(values);
      return values.flatMap((value, index) =>
        repeated.includes(index) || taken[key].includes(value)
          ? [
              {
                path: at("services", index, key),
                message: `something else of the application has this ${key}`,
                fix: "choose another",
              },
            ]
          : [],
      );
    });
  },
});

const serviceHasMachine = ofApplication({
  needs: ["cluster"],
  check: ({ services }, at, { cluster }) => {
    if (cluster.kind !== "k3s") return [];
    return services.flatMap(({ machineLabel }, index) =>
      machineLabel === undefined ||
      cluster.machines.some(({ labels }) => labels[machineLabel] === "true")
        ? []
        : [
            {
              path: at("services", index, "machineLabel"),
              message: "no machine has this label: the pods would stay Pending",
              fix: `add "${machineLabel}": "true" to the labels of a machine, or remove machineLabel`,
            },
          ],
    );
  },
});

const homeFilesAreDistinct = ofApplication({
  check: ({ homeFiles }, at) => {
    const written = homeFiles.map(({ files }) => Object.values(files));
    return [
      ...duplicates(homeFiles.map(({ name }) => name)).map((index) => ({
        path: at("homeFiles", index, "name"),
        message: "other home files have this name",
        fix: "give each its own name",
      })),
      ...homeFiles.flatMap(({ files }, index) =>
        Object.entries(files).flatMap(([key, file]) =>
          written.flat().filter((other) => other === file).length > 1
            ? [
                {
                  path: at("homeFiles", index, "files", key),
                  message: `another key is copied to ${file} as well`,
                  fix: "copy each to a file of its own",
                },
              ]
            : [],
        ),
      ),
    ];
  },
});

export const serviceRelations: readonly Relation[] = [
  servicesAreDistinct,
  serviceHasMachine,
  homeFilesAreDistinct,
];
