import { CRDS_IN_TEMPLATES } from "../../addons";
import { imageTagOf, workersOf } from "../../environments/applications";
import type { EnvironmentSpec } from "../../environments/schema";
import { terminationGraceSeconds } from "../../environments/facts/termination-grace";
import { workerDeploymentName } from "../../environments/workload-names";
import { imageSource } from "../../environments/switched";
import type { SwitchChange } from "./wanted-switches";

/** What is known to follow from a change; said before it is applied. */
interface Consequence {
  follows(change: SwitchChange): boolean;
  says(change: SwitchChange, after: EnvironmentSpec): string;
}

/** Before the name of the application whose tag it is. */
const IMAGE_TAGS = "imageTags.";

const CONSEQUENCES: readonly Consequence[] = [
  {
    follows: ({ path, to }) => path === "addons.keda" && to === false,
    says: (_change, after) =>
      `queues are not followed any more: ${workersOf(after)
        .map(
          ({ application, worker: { name, scaling } }) =>
            `${workerDeploymentName(application.name, name)} stays at ${scaling.replicasWithoutKeda}`,
        )
        .join(", ")}, however long the queue (replicasWithoutKeda)`,
  },
  {
    follows: ({ path, to }) => path === "addons.keda" && to === false,
    says: (_change, { platform }) =>
      platform.crdsOnUninstall === "delete"
        ? "KEDA's CRDs go with it, and with them every ScaledObject in the cluster, also those of others"
        : "KEDA's CRDs stay; ScaledObjects of others in the cluster stand still until it is back",
  },
  {
    follows: ({ path, to }) => path === "addons.keda" && to === true,
    says: (_change, after) =>
      `KEDA decides on the number of workers again: ${workersOf(after)
        .map(
          ({ application, worker: { name, scaling } }) =>
            `${workerDeploymentName(application.name, name)} ${scaling.kind === "deployment" ? scaling.min : 0}..${scaling.max}`,
        )
        .join(", ")}`,
  },
  {
    follows: ({ path, to }) => path === "images" && (to === "ghcr" || to === "external"),
    says: (_change, after) =>
      `every pod of the app is replaced; nodes pull ${after.applications.map((application) => `${imageSource(after, application).repository}:${imageTagOf(after, application)}`).join(", ")} from outside the cluster, with the credentials that Vault has`,
  },
  {
    follows: ({ path, to }) => path === "images" && to === "registry",
    says: (_change, { switches: { imageTags } }) =>
      `every pod of the app is replaced; the cluster's registry must have ${
        Object.keys(imageTags).length === 1
          ? `tag ${Object.values(imageTags)[0]}`
          : Object.entries(imageTags)
              .map(([application, tag]) => `tag ${tag} of ${application}`)
              .join(", ")
      }, or pods stay in ImagePullBackOff`,
  },
  {
    follows: ({ path }) => path.startsWith(IMAGE_TAGS),
    says: ({ path, to }) =>
      `every pod of ${path.slice(IMAGE_TAGS.length)} is replaced; tag ${to} must be where the images come from`,
  },
  {
    follows: ({ path }) => path === "images" || path.startsWith(IMAGE_TAGS),
    says: ({ path }, after) =>
      `a worker is replaced when its job is done, at the latest after ${workersOf(after)
        .filter(
          ({ application }) => path === "images" || path === `${IMAGE_TAGS}${application.name}`,
        )
        .map(
          ({ application, worker: { name, jobTimeoutSeconds } }) =>
            `${terminationGraceSeconds(application.queue, jobTimeoutSeconds)} s (${workerDeploymentName(application.name, name)})`,
        )
        .join(", ")}`,
  },
  {
    follows: (change) =>
      isDowngrade(change) && CRDS_IN_TEMPLATES.some((chart) => change.path.endsWith(`.${chart}`)),
    says: ({ path, from, to }) =>
      `${chartOf(path)} goes back from ${from} to ${to}, and its CRDs with it: fields of custom resources that only the newer one knows are dropped when they are written next`,
  },
  {
    follows: (change) => isDowngrade(change) && !isPatch(change),
    says: ({ path, from, to }) =>
      `${from} -> ${to} is more than a patch: read the release notes of ${chartOf(path)} on the way back; Helm runs no migration backwards`,
  },
  {
    follows: ({ path }) =>
      ["prometheus-operator-crds", "kube-prometheus-stack"].includes(chartOf(path)),
    says: () =>
      "prometheus-operator-crds and kube-prometheus-stack must be of one Prometheus operator: change both at once (--chart twice)",
  },
  {
    follows: ({ path }) => chartOf(path) === "keda",
    says: () =>
      "KEDA's operator restarts: for some seconds no replicas follow the queues; the number of workers stays as it is",
  },
];

/** Everything known to follow from the changes, each said once. */
export function consequences(
  changes: readonly SwitchChange[],
  after: EnvironmentSpec,
): readonly string[] {
  const said = changes.flatMap((change) =>
    CONSEQUENCES.filter((consequence) => consequence.follows(change)).map((consequence) =>
      consequence.says(change, after),
    ),
  );
  return [...new Set(said)];
}

/** Chart of `chartVersions.<chart>`; otherwise empty. */
function chartOf(path: string): string {
  return /^chartVersions\.(.+)$/.exec(path)?.[1] ?? "";
}

function isDowngrade({ path, from, to }: SwitchChange): boolean {
  if (chartOf(path) === "") return false;
  const [before, after] = [numbersOf(from), numbersOf(to)];
  const differing = before.findIndex((number, index) => number !== after[index]);
  return differing >= 0 && (before[differing] ?? 0) > (after[differing] ?? 0);
}

/** Whether major and minor version stay. */
function isPatch({ from, to }: SwitchChange): boolean {
  return numbersOf(from).slice(0, 2).join(".") === numbersOf(to).slice(0, 2).join(".");
}

function numbersOf(version: string | boolean): readonly number[] {
  return String(version).split("-")[0]?.split(".").map(Number) ?? [];
}
