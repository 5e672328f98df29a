import { AUTOSCALER_TAGS } from "../../environments/nodes/autoscaler-tag-keys";
import type { JudgeCase } from "./cases";
import type { JudgedGroup } from "./groups";
import { boundTo, withPodSpec, withRequests } from "./pod-changes";

type Tags = Readonly<Record<string, string>>;
type NodeGroup = NonNullable<JudgedGroup["nodegroup"]>;

/** Cases of an environment that are changed in one thing, for better or worse. */
export function variants(
  cases: readonly JudgeCase[],
  slices: readonly JudgeCase[],
): readonly JudgeCase[] {
  const cpu = pick(cases, /montage-ai-worker on cpu-worker/);
  const gpu = pick(cases, /montage-ai-worker-heavy on gpu\b(?!-mig)/);
  const zoneA = pick(cases, /web on web-a$/);
  const zoneB = pick(cases, /web on web-b$/);
  const mig = pick(slices, /worker-heavy on gpu-mixed/);
  const inB = boundTo("eu-central-1b");
  return [
    changed(cpu, "no tag by which groups are found", (group) =>
      withGroupTags(group, without(group.groupTags, AUTOSCALER_TAGS.enabled)),
    ),
    changed(cpu, "DescribeNodegroup is refused", (group) => ({ ...group, nodegroup: null })),
    changed(cpu, "no tag on the Auto Scaling group but those that find it", (group) =>
      withGroupTags(group, without(group.groupTags, AUTOSCALER_TAGS.template)),
    ),
    changed(cpu, "no label in either place", (group) =>
      withNodegroup(withGroupTags(group, without(group.groupTags, AUTOSCALER_TAGS.label)), {
        labels: {},
      }),
    ),
    changed(cpu, "the role's label is false on the node group and true in the tag", (group) =>
      withNodegroup(group, { labels: falseRoles(group.nodegroup?.labels ?? {}) }),
    ),
    changed(cpu, "the role's label is true on the node group and false in the tag", (group) =>
      withGroupTags(group, falseRoles(group.groupTags)),
    ),
    changed(
      cpu,
      "of arm64, and a pod of amd64",
      (group) => ({
        ...group,
        instanceTypes: ["c7g.4xlarge"],
      }),
      (pod) => withPodSpec(pod, { "kubernetes.io/arch": "amd64" }),
    ),
    changed(
      cpu,
      "of arm64, and a pod of arm64",
      (group) => ({
        ...group,
        instanceTypes: ["c7g.4xlarge"],
      }),
      (pod) => withPodSpec(pod, { "kubernetes.io/arch": "arm64" }),
    ),
    changed(cpu, "a pod with 100 GiB of scratch space", same, (pod) =>
      withRequests(pod, { "ephemeral-storage": "100Gi" }),
    ),
    changed(
      cpu,
      "a pod with 100 GiB of scratch space, no resources in tags",
      withoutResources,
      (pod) => withRequests(pod, { "ephemeral-storage": "100Gi" }),
    ),
    changed(cpu, "a pod with the instance's nominal memory", same, (pod) =>
      withRequests(pod, { memory: "30Gi" }),
    ),
    changed(
      cpu,
      "a pod with the instance's nominal memory, no resources in tags",
      withoutResources,
      (pod) => withRequests(pod, { memory: "30Gi" }),
    ),
    changed(gpu, "a taint with another value", (group) =>
      withNodegroup(withGroupTags(group, otherTaints(group.groupTags)), {
        taints: (group.nodegroup?.taints ?? []).map((taint) => ({ ...taint, value: "other" })),
      }),
    ),
    changed(gpu, "a taint in the tag alone", (group) => withNodegroup(group, { taints: [] })),
    { ...changed(zoneA, "with a volume in eu-central-1b", same), ...inB(zoneA) },
    { ...changed(zoneB, "with a volume in eu-central-1b", same), ...inB(zoneB) },
    {
      ...changed(zoneA, "over three zones in one group, with a volume in eu-central-1b", same),
      ...inB(zoneA),
      group: { ...zoneA.group, zones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"] },
    },
    mig,
    changed(mig, "no resources in tags", withoutResources),
    { ...changed(mig, "the startup taint is not told", same), startupTaints: [] },
    changed(mig, "the accelerator's label", (group) =>
      withNodegroup(group, {
        labels: { ...group.nodegroup?.labels, "k8s.amazonaws.com/accelerator": "nvidia" },
      }),
    ),
    changed(mig, "a whole GPU is asked for", same, (pod) =>
      withRequests(pod, { "nvidia.com/gpu": "1" }, /^nvidia\.com\/mig-/),
    ),
    changed(
      mig,
      "a whole GPU is asked for, and no tag says that there is none",
      (group) => {
        const none = `${AUTOSCALER_TAGS.resource}nvidia.com/gpu`;
        return withNodegroup(withGroupTags(group, without(group.groupTags, none)), {
          tags: without(group.nodegroup?.tags ?? {}, none),
        });
      },
      (pod) => withRequests(pod, { "nvidia.com/gpu": "1" }, /^nvidia\.com\/mig-/),
    ),
  ];
}

function pick(cases: readonly JudgeCase[], name: RegExp): JudgeCase {
  const found = cases.find((each) => name.test(each.name));
  if (found === undefined)
    throw new Error(`no case ${name.source} among ${cases.map((each) => each.name).join(", ")}`);
  return found;
}

function changed(
  base: JudgeCase,
  what: string,
  group: (group: JudgedGroup) => JudgedGroup,
  pod: (pod: object) => object = (each) => each,
): JudgeCase {
  return { ...base, name: `${base.name}; ${what}`, group: group(base.group), pod: pod(base.pod) };
}

function same(group: JudgedGroup): JudgedGroup {
  return group;
}

function withGroupTags(group: JudgedGroup, groupTags: Tags): JudgedGroup {
  return { ...group, groupTags };
}

function withNodegroup(group: JudgedGroup, change: Partial<NodeGroup>): JudgedGroup {
  return group.nodegroup === null
    ? group
    : { ...group, nodegroup: { ...group.nodegroup, ...change } };
}

function withoutResources(group: JudgedGroup): JudgedGroup {
  const tags = without(group.nodegroup?.tags ?? {}, AUTOSCALER_TAGS.resource);
  return withNodegroup(withGroupTags(group, without(group.groupTags, AUTOSCALER_TAGS.resource)), {
    tags,
  });
}

function without(tags: Tags, prefix: string): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith(prefix)));
}

function falseRoles(values: Tags): Tags {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      value === "true" && key.includes("role") ? "false" : value,
    ]),
  );
}

function otherTaints(tags: Tags): Tags {
  return Object.fromEntries(
    Object.entries(tags).map(([key, value]) => [
      key,
      key.startsWith(AUTOSCALER_TAGS.taint) ? value.replace(/^[^:]*/, "other") : value,
    ]),
  );
}
