import { isProtected } from "../environments/protection";
import { applicationIn, applicationOption, imageTagOf } from "../environments/applications";
import type { ApplicationSpec, EnvironmentSpec } from "../environments/schema";
import { environmentFile } from "../environments/environment-file";
import { outsideImages } from "../environments/schema/images";
import { imageSource } from "../environments/switched";
import type { Container, Inventory, Workload } from "../inventory/model";
import { isImageReference, parseImage } from "./shared/image";
import { type Finding, findingAt, type Rule, type Severity } from "./engine/rule";

const id = "image-digests";

export const imageDigests: Rule = {
  id,
  title: "Images are named by their content",
  why: "A tag is a name that its registry may move: who may push there, or holds the registry's account, changes what the next node runs, and no plan shows it. The kubelet pulls a digest or nothing. Two nodes that pulled one tag at different times run different programs.",
  severity:
    "error in a protected environment; warning elsewhere, and for pods of charts, whose images the chart's version names",
  remedy:
    "`npm run mirror -- ENV --pin` asks the registry for the digest of the app's tag, starts the image, and writes `<tag>@sha256:…` into the environment's switches. Images of ours have theirs beside the tag in the module. Charts name their images by tag: the values that take a digest differ from chart to chart (docs/operations/images.md). A tag whose digest cannot be had yet is accepted by name (object `Setting switches.imageTags.<application>`), with who brings it.",
  needsEnvironment: true,
  check: (inventory, spec) => (spec === undefined ? [] : checkEnvironment(inventory, spec)),
};

function checkEnvironment(inventory: Inventory, spec: EnvironmentSpec): readonly Finding[] {
  const severity = isProtected(spec) ? "error" : "warning";
  const byTag = inventory.workloads.flatMap((workload) =>
    workload.pod.containers
      .filter(({ image }) => isImageReference(image) && parseImage(image).digest === undefined)
      .map((container) => ({ workload, container })),
  );
  const applicationOf = (workload: Workload, container: Container) => {
    const application = applicationIn(spec, workload.namespace);
    return application !== undefined && isApps(container, application, spec)
      ? application
      : undefined;
  };
  const tagged = new Set(
    byTag.flatMap(({ workload, container }) => applicationOf(workload, container) ?? []),
  );
  const others = byTag.filter(
    ({ workload, container }) => applicationOf(workload, container) === undefined,
  );
  return [
    // One tag for all pods of an application, so one finding.
    ...[...tagged].map((application) => tagFinding(severity, application, spec)),
    ...others.map(({ workload, container }) => otherImage(workload, container, severity)),
  ];
}

function tagFinding(
  severity: Severity,
  application: ApplicationSpec,
  spec: EnvironmentSpec,
): Finding {
  const { name } = spec;
  const tag = imageTagOf(spec, application);
  const file = environmentFile(name, ["switches", "imageTags", application.name]);
  const option = applicationOption(spec, application.namespace);
  return {
    rule: id,
    severity,
    object: `Setting switches.imageTags.${application.name}`,
    place: { kind: "file", file },
    message: `is ${tag}, a tag without a digest: whoever may push to the registry decides what new nodes run`,
    fix: `${pinCommand(application, name, option)}; or write "${tag}@sha256:…" into ${file}`,
  };
}

/** What asks a registry for the digest; it has to know one outside the cluster. */
function pinCommand(
  { name, images, published }: ApplicationSpec,
  environment: string,
  option: string,
): string {
  const command = `npm run mirror -- ${environment} --pin${option}`;
  return outsideImages(images) === undefined && published === undefined
    ? `${command} --from REPOSITORY, which is where builds of ${name} are published (\`published\` of its data, once and for all)`
    : `${command}, where the registry can be reached`;
}

function otherImage(workload: Workload, { name, image }: Container, severity: Severity): Finding {
  const ofChart = workload.labels["app.kubernetes.io/managed-by"] === "Helm";
  return findingAt(workload, {
    rule: id,
    severity: ofChart ? "warning" : severity,
    message: `container ${name} runs ${image}, a tag without a digest: what it names may change`,
    fix: ofChart
      ? "set the digest in the chart's values, where it has one for this image"
      : `write ${image}@sha256:… (crane digest ${image})`,
  });
}

/** An application's image and its variants, `<repository>-<variant>`. */
function isApps(
  { image }: Container,
  application: ApplicationSpec,
  spec: EnvironmentSpec,
): boolean {
  const { registry, repository } = parseImage(image);
  const source = imageSource(spec, application).repository;
  const named = registry === undefined ? repository : `${registry}/${repository}`;
  return [repository, named].some((each) => each === source || each.startsWith(`${source}-`));
}
