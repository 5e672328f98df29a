import type { EnvironmentSpec } from "../../environments/schema";
import type { Container, Workload } from "../../inventory/model";
import { isImageReference, parseImage } from "../shared/image";
import { type Finding, findingAt, type Severity } from "../engine/rule";

/** Id of the rule that these findings are of. */
export const IMAGE_SOURCE = "image-source";

/** Names that only the cluster's own DNS answers. */
const CLUSTER_DNS = /(\.svc|\.cluster\.local)\.?(:\d+)?$|\.svc\./;

/**
 * OpenShift's DNS operator writes the name of its own registry into every node's hosts file:
 * https://github.com/openshift/cluster-dns-operator#readme (node resolver)
 */
const ON_OPENSHIFT_NODES =
  /^image-registry\.openshift-image-registry\.svc(\.cluster\.local)?(:\d+)?$/;

/** What kubebuilder writes for kustomize to replace: https://book.kubebuilder.io/quick-start */
const KUBEBUILDER_PLACEHOLDER = "controller:latest";

/** Looks at every image that a workload runs. */
export function imageReferences(
  workload: Workload,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  return workload.pod.containers.flatMap((container) => checkContainer(workload, container, spec));
}

function checkContainer(
  workload: Workload,
  container: Container,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  const { image } = container;
  const which = `${container.init ? "init container" : "container"} ${container.name}`;
  const found = (severity: Severity, message: string, fix: string) =>
    findingAt(workload, { rule: IMAGE_SOURCE, severity, message: `${which} ${message}`, fix });
  const inFile = workload.place.kind === "file";

  if (image === "") {
    // A patch names its container without repeating the image.
    return inFile ? [] : [found("error", "has no image", "name one, with its tag")];
  }
  if (image.includes("${")) return [unresolved(image, inFile, found)];
  if (image.startsWith("/")) {
    return [
      found(
        "error",
        `has image ${image}: the registry in front of it is empty, and the kubelet answers InvalidImageName`,
        `write the registry out, e.g. 127.0.0.1:30500${image}`,
      ),
    ];
  }
  if (image.endsWith(":")) {
    return [
      found(
        "error",
        `has image ${image}: its tag is empty, and the kubelet answers InvalidImageName`,
        `write the tag out: ${image}<version>`,
      ),
    ];
  }
  if (isImageReference(lowerCase(image)) && !isImageReference(image) && !isCapitalGap(image)) {
    return [
      found(
        "error",
        `has image ${image}, whose repository has upper-case letters: the kubelet answers InvalidImageName`,
        `write ${lowerCase(image)}`,
      ),
    ];
  }
  if (!isImageReference(image)) {
    // In a file a name like <IMAGE> is there for kustomize or sed to replace.
    return inFile
      ? []
      : [
          found(
            "error",
            `has image ${image}, which is no image reference: the kubelet answers InvalidImageName`,
            "write registry/repository:tag, the repository in lower case",
          ),
        ];
  }
  if (inFile && image === KUBEBUILDER_PLACEHOLDER) return [];
  return [...versionOf(image, spec, found), ...registryOf(image, found)];
}

/** With the repository in lower case; tags may have both. */
function lowerCase(image: string): string {
  const { registry, repository } = parseImage(image);
  const before = registry === undefined ? 0 : registry.length + 1;
  const end = before + repository.length;
  return `${image.slice(0, before)}${repository.toLowerCase()}${image.slice(end)}`;
}

/** `gcr.io/PROJECT_ID/app` and `YourName/app` are to be filled in. */
function isCapitalGap(image: string): boolean {
  return parseImage(image)
    .repository.split("/")
    .some(
      (component) => /^[A-Z][A-Z0-9_-]*$/.test(component) || /^(your|my)[A-Z_-]/i.test(component),
    );
}

type Found = (severity: Severity, message: string, fix: string) => Finding;

/** In Terraform an expression; in a file a variable that is not filled in. */
function unresolved(image: string, inFile: boolean, found: Found): Finding {
  return inFile
    ? found(
        "warning",
        `has image ${image}: applied as it stands, the kubelet answers InvalidImageName`,
        "fill the variable in before the apply (envsubst), or use kustomize's images",
      )
    : found(
        "warning",
        `has image ${image}, which is known only after the apply`,
        "build the reference from the environment's data",
      );
}

function versionOf(
  image: string,
  spec: EnvironmentSpec | undefined,
  found: Found,
): readonly Finding[] {
  const { tag, digest } = parseImage(image);
  // It runs; that it must not is this project's decision for its own environments.
  const severity = spec === undefined ? "warning" : "error";
  if (digest !== undefined) return [];
  if (tag === "latest")
    return [found(severity, `runs ${image}: latest is not a version`, "name the version to run")];
  return tag === ""
    ? [found(severity, `runs ${image} without a tag, which means latest`, "add the tag to run")]
    : [];
}

function registryOf(image: string, found: Found): readonly Finding[] {
  const { registry = "" } = parseImage(image);
  if (!CLUSTER_DNS.test(registry) || ON_OPENSHIFT_NODES.test(registry)) return [];
  return [
    found(
      "error",
      `pulls from ${registry}, a name that only pods can resolve, not the node that pulls`,
      "use the registry's NodePort (127.0.0.1:<nodePort>) or a name of the network's own DNS",
    ),
  ];
}
