import { applicationOption } from "../../../environments/applications";
import type { ContainerState, LivePod } from "../../../inventory/live";
import { groupBy } from "../../../inventory/group-by";
import { parseImage } from "../../../rules/shared/image";
import {
  asArgument,
  type Diagnoser,
  type Diagnosis,
  diagnosis,
  eventsOf,
  type Examination,
  kubectl,
  oneLine,
  rootOwner,
} from "../examination";
import { credentialsFor } from "./credentials";
import { type PullFailure, pullFailure } from "./failure";

/** Reasons of kubelet: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/kubelet/images/types.go */
const PULLING =
  /^(ErrImagePull|ImagePullBackOff|InvalidImageName|ErrImageNeverPull|RegistryUnavailable|SignatureValidationFailed|ImageInspectError)$/;

/** Why each image is not pulled, once for each workload and image. */
export const failedPulls: Diagnoser = (examination) => {
  const failing = examination.live.pods
    .filter(({ deleting }) => deleting === undefined)
    .flatMap((pod) =>
      pod.containers
        .filter(({ waiting }) => waiting !== undefined && PULLING.test(waiting.reason))
        .map((container) => ({ pod, container })),
    );
  const groups = groupBy(failing, ({ pod, container }) => {
    const { kind, name } = rootOwner(examination, pod);
    return [pod.namespace, kind, name, imageOf(pod, container)].join(" ");
  });
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined
      ? []
      : [explain(first.pod, first.container, group.length, examination)];
  });
};

/** As asked for; the status may name it by the id that the runtime gave it. */
function imageOf({ template }: LivePod, { name, image }: ContainerState): string {
  return template.containers.find((container) => container.name === name)?.image || image;
}

function explain(
  pod: LivePod,
  container: ContainerState,
  pods: number,
  examination: Examination,
): Diagnosis {
  const image = imageOf(pod, container);
  const { reason, message } = container.waiting ?? { reason: "", message: "" };
  const failed = eventsOf(
    examination,
    pod,
    /^(Failed|FailedToRetrieveImagePullSecret|InspectFailed)$/,
  );
  // A back-off repeats the runtime's words only since 1.31; the event has had them always.
  const words = [
    `${reason}: ${oneLine(message)}`,
    ...failed.filter((line) => line.includes(image)),
  ];
  const failure = pullFailure(reason, words.join("\n"), image);
  const count = pods === 1 ? "" : ` (${pods} pods of the same workload)`;
  const { text, ...remedy } = detail(pod, image, failure, examination);
  return diagnosis(pod, {
    id: failure.id,
    cause: `container ${container.name} cannot pull ${image}${count}: ${failure.cause}${text === "" ? "" : `; ${text}`}`,
    evidence: [
      ...words.slice(0, 2),
      ...failed.filter((line) => line.startsWith("FailedToRetrieve")),
    ],
    ...remedy,
  });
}

type Detail = Pick<Diagnosis, "fix" | "command"> & { readonly text: string };

/** What is known beside the runtime's words. */
function detail(
  pod: LivePod,
  image: string,
  { id }: PullFailure,
  examination: Examination,
): Detail {
  const { registry = "docker.io", repository } = parseImage(image);
  const setImage = (to: string) => {
    const owner = rootOwner(examination, pod);
    const name = pod.template.containers.find((each) => each.image === image)?.name ?? "";
    return kubectl(examination, pod.namespace, "set", "image", asArgument(owner), `${name}=${to}`);
  };
  const nodeOf = `node ${pod.node ?? ""}`;
  switch (id) {
    case "image-unauthorized":
      return credentialsFor(pod, registry, examination);
    case "image-name-not-resolved":
      return {
        text: /\.(svc|local)(\.|:|$)/.test(registry)
          ? `${registry} is a name of the cluster's DNS, which nodes do not ask`
          : `${nodeOf} asks its own resolver`,
        fix: "pull through the registry's NodePort on 127.0.0.1, or a name that the nodes know",
        command: setImage(
          `${nodePortAddress(examination) ?? "127.0.0.1:30500"}/${image.slice(registry.length + 1)}`,
        ),
      };
    case "image-http-registry":
      return {
        text: `${registry} must be 127.0.0.1 or localhost, which runtimes take without TLS, or be named in the runtime's registry configuration`,
        fix: "pull through the registry's NodePort on 127.0.0.1, or configure the runtime of each node",
        command: setImage(
          `${nodePortAddress(examination) ?? "127.0.0.1:30500"}/${image.slice(registry.length + 1)}`,
        ),
      };
    case "image-not-found":
      return {
        text: "",
        fix: `push ${image}, or name a tag of ${repository} that is there (imageTag in the environment's switches)`,
        command:
          examination.spec === undefined
            ? setImage(`${image.replace(/(:[^:/]*)?(@.*)?$/, "")}:TAG`)
            : `npm run mirror -- ${examination.spec.name}${applicationOption(examination.spec, pod.namespace ?? "")}`,
      };
    case "image-registry-unreachable":
      return {
        text: registry.startsWith("127.0.0.1")
          ? `${registry} is the node's own port of the registry's Service: see the registry's findings`
          : `asked from ${nodeOf}`,
        fix: "bring the registry back, or open the way to it",
        command: registry.startsWith("127.0.0.1")
          ? kubectl(examination, undefined, "get", "services,endpointslices", "-A")
          : kubectl(examination, undefined, "describe", "node", pod.node ?? ""),
      };
    case "image-rate-limit":
      return {
        text: `${registry} counts pulls by account, or by address without one`,
        fix: "pull with an account, or from the registry in the cluster; back-off tries again by itself",
        command: credentialsFor(pod, registry, examination).command,
      };
    case "image-wrong-platform": {
      const node = examination.live.nodes.find(({ name }) => name === pod.node);
      return {
        text: `${nodeOf} is ${node?.shape.architecture ?? "of another architecture"}`,
        fix: "build the image for it, or keep the pod on nodes that it is built for (nodeSelector kubernetes.io/arch)",
        command: undefined,
      };
    }
    case "image-certificate":
      return {
        text: "",
        fix: "give the registry a certificate of an authority that nodes know, or the nodes its authority",
        command: kubectl(examination, undefined, "describe", "node", pod.node ?? ""),
      };
    case "image-no-disk":
      return {
        text: nodeOf,
        fix: "make room on the node: unused images, logs, emptyDirs",
        command: kubectl(examination, undefined, "describe", "node", pod.node ?? ""),
      };
    case "image-name-invalid":
      return {
        text: "",
        fix: "write it as [registry/]repository:tag, in lower case",
        command: setImage("IMAGE"),
      };
    case "image-pull":
      return {
        text: "",
        fix: "the runtime's words are below",
        command: kubectl(examination, pod.namespace, "describe", "pod", pod.name),
      };
    default:
      return id satisfies never;
  }
}

/** The NodePort of the registry in the cluster, as nodes reach it. */
function nodePortAddress({ inventory }: Examination): string | undefined {
  const port = inventory.services
    .filter(({ name }) => name.includes("registry"))
    .flatMap(({ ports }) => ports.flatMap(({ nodePort }) => nodePort ?? []))[0];
  return port === undefined ? undefined : `127.0.0.1:${port}`;
}
