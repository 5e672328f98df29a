import type { Container, Workload } from "../inventory/model";
import { parseImage } from "./image";
import { type Finding, findingAt, type Rule, type Severity } from "./rule";

const id = "image-reference";

export const imageReference: Rule = {
  id,
  title: "An image names a version, and a registry that nodes can resolve",
  why: "`latest` changes under running pods, and a rollback has nothing to go back to. Images are pulled by the node, outside the cluster's DNS: a registry at `*.svc` is found by pods and never by the kubelet.",
  severity: "error; warning where the image is known only after the apply",
  remedy:
    "Pin a tag (and a digest where it is known); the app's tag is `imageTag` in `environments/<name>.switches.json`. Address the in-cluster registry through its NodePort, `127.0.0.1:30500`.",
  check: ({ workloads }) =>
    workloads.flatMap((workload) =>
      workload.pod.containers.flatMap((container) => checkContainer(workload, container)),
    ),
};

/** Names that only the cluster's own DNS answers. */
const CLUSTER_DNS = /(\.svc|\.cluster\.local)\.?(:\d+)?$|\.svc\./;

function checkContainer(workload: Workload, container: Container): readonly Finding[] {
  const { image } = container;
  const which = `${container.init ? "init container" : "container"} ${container.name}`;
  const found = (severity: Severity, message: string, fix: string) =>
    findingAt(workload, { rule: id, severity, message: `${which} ${message}`, fix });

  if (image === "") return [found("error", "has no image", "name one, with its tag")];
  if (image.includes("${")) {
    return [
      found(
        "warning",
        `has image ${image}, which is known only after the apply`,
        "build the reference from the environment's data",
      ),
    ];
  }
  const { registry = "", tag, digest } = parseImage(image);
  return [
    ...(tag === "latest"
      ? [found("error", `runs ${image}: latest is not a version`, "name the version to run")]
      : []),
    ...(tag === "" && digest === undefined
      ? [found("error", `runs ${image} without a tag, which means latest`, "add the tag to run")]
      : []),
    ...(CLUSTER_DNS.test(registry)
      ? [
          found(
            "error",
            `pulls from ${registry}, a name that only pods can resolve, not the node that pulls`,
            "use the registry's NodePort (127.0.0.1:<nodePort>) or a name of the network's own DNS",
          ),
        ]
      : []),
  ];
}
