import { STARTUP_TAINT_KEY } from "../../environments/labels";
import { refusals } from "../../environments/nodes/placement";
import type { EnvironmentSpec } from "../../environments/schema";
import { loadEnvironments } from "../../environments";
import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { amountsOf } from "../../environments/quantity";
import { valuesOf } from "../support/addon-values";
import { groupsInAws } from "../support/autoscaler-template";
import { synthesize } from "../support/synth";
import { judgeCases } from "./cases";
import { needsOf } from "./pods";
import { readTable, type Seen } from "./table";

const table = readTable();
const seen = table.cases.map((each) => each.seen);
/** An environment that came later has groups of the same kind; it is judged when somebody judges again. */
const judged = ENVIRONMENT_NAMES.filter((name) =>
  seen.some((each) => each.name.startsWith(`${name}: `)),
);
const cases = judgeCases(judged);

function verdict(name: RegExp): Seen {
  const [found, ...others] = seen.filter((each) => name.test(each.name));
  if (found === undefined || others.length > 0) throw new Error(`not one case ${name.source}`);
  return found;
}

const eksEnvironments = loadEnvironments(judged, {}).filter(
  ({ cluster }) => cluster.kind === "eks",
);

test("the cases are what is synthesized now; otherwise judge them again (README.md of this folder)", () => {
  expect(table.cases.map(({ input }) => input)).toEqual(JSON.parse(JSON.stringify(cases)));
});

test("the judge is the release that the environments run", () => {
  for (const { cluster, ...rest } of eksEnvironments) {
    if (cluster.kind !== "eks") continue;
    const spec: EnvironmentSpec = { ...rest, cluster };
    expect(valuesOf("cluster-autoscaler", { ...spec, cluster })).toMatchObject({
      image: { tag: `v${table.judge.version}` },
      extraArgs: { "startup-taint": STARTUP_TAINT_KEY },
    });
  }
});

test.each(eksEnvironments.map(({ name }) => name))(
  "every scaled workload of %s has a group whose node takes it, and no group of another role does",
  (name) => {
    const own = seen
      .filter((each) => each.name.startsWith(`${name}: `) && !each.name.includes(";"))
      .map(({ takes, name: each }) => {
        const [workload = "", group = ""] = each.split(" on ");
        return { takes, workload, group };
      });
    const taken = own.filter(({ takes }) => takes);
    const workloads = new Set(own.map(({ workload }) => workload));
    expect(workloads.size).toBeGreaterThan(2);
    expect(new Set(taken.map(({ workload }) => workload))).toEqual(workloads);
    expect(new Set(taken.map(({ group }) => group)).size).toBe(taken.length);
  },
);

test.each(eksEnvironments.map((spec) => [spec.name, spec] as const))(
  "the tests' own picture of a node at zero is the judge's, for every group of %s",
  (name, spec) => {
    const pictures = groupsInAws(synthesize(spec)["node-pools"], STARTUP_TAINT_KEY);
    expect(pictures.length).toBeGreaterThan(3);
    for (const { name: group, template } of pictures) {
      const node = seen.find(
        (each) => each.name.startsWith(`${name}: `) && each.name.endsWith(` on ${group}`),
      )?.node;
      expect(node?.labels).toMatchObject({ ...template.labels });
      expect(node?.labels["kubernetes.io/arch"]).toBe(template.architecture);
      expect(amountsOf(node?.allocatable ?? {})).toEqual(template.allocatable);
      expect(new Set(node?.taints ?? [])).toEqual(
        new Set(template.taints.map(({ key, value, effect }) => `${key}=${value}:${effect}`)),
      );
    }
  },
);

describe("what must not work does not, and what must, does", () => {
  test.each([
    [/; no tag by which groups are found$/, false, ""],
    [/; DescribeNodegroup is refused$/, true, ""],
    [/; no tag on the Auto Scaling group but those that find it$/, true, ""],
    [/; no label in either place$/, false, "NodeAffinity"],
    [/; the role's label is false on the node group and true in the tag$/, false, "NodeAffinity"],
    [/; the role's label is true on the node group and false in the tag$/, true, ""],
    [/; of arm64, and a pod of amd64$/, false, "NodeAffinity"],
    [/; of arm64, and a pod of arm64$/, true, ""],
    [/; a pod with 100 GiB of scratch space$/, true, ""],
    [/scratch space, no resources in tags$/, false, "NodeResourcesFit"],
    [/; a pod with the instance's nominal memory$/, false, "NodeResourcesFit"],
    // Why all of allocatable is in the tags: a node that is imagined without them has room for no pod that reserves disk.
    [/nominal memory, no resources in tags$/, false, "NodeResourcesFit"],
    [/; a taint with another value$/, false, "TaintToleration"],
    [/; a taint in the tag alone$/, true, ""],
    [/web on web-a; with a volume in eu-central-1b$/, false, "VolumeBinding"],
    [/web on web-b; with a volume in eu-central-1b$/, true, ""],
    [/over three zones in one group, with a volume/, false, "VolumeBinding"],
    [/ on gpu-mixed\S*; no resources in tags$/, false, "NodeResourcesFit"],
    [/; the startup taint is not told$/, false, "TaintToleration"],
    [/; a whole GPU is asked for$/, false, "NodeResourcesFit"],
    // Why the tags say that a mixed MIG node has no whole GPU.
    [/; a whole GPU is asked for, and no tag says that there is none$/, true, ""],
  ])("%s", (name, takes, predicate) => {
    const { reasons, ...rest } = verdict(name);
    expect([rest.takes, reasons[0] ?? ""]).toEqual([takes, predicate]);
  });

  test("a group without the tag is not found at all", () => {
    expect(verdict(/; no tag by which groups are found$/).discovered).toBe(false);
    expect(seen.filter(({ discovered }) => !discovered)).toHaveLength(1);
  });

  // Its pods go there, and it counts as unready for ever: the group is never scaled by it again.
  test("a mixed MIG node is ready, unless it has the accelerator's label", () => {
    expect(verdict(/; the accelerator's label$/)).toMatchObject({ takes: true, ready: false });
    expect(seen.filter(({ discovered, ready }) => discovered && !ready)).toHaveLength(1);
  });
});

test("placement judges as the scheduler's own predicates do, wherever no volume decides", () => {
  const judged = table.cases.filter(
    ({ seen: { discovered, node, reasons } }) =>
      discovered && node !== undefined && reasons[0] !== "VolumeBinding",
  );
  expect(judged.length).toBeGreaterThan(25);
  for (const [index, each] of cases.entries()) {
    const answer = seen[index];
    if (answer?.node === undefined || answer.reasons[0] === "VolumeBinding") continue;
    const { labels, taints, allocatable } = answer.node;
    const node = {
      name: "node",
      architecture: labels["kubernetes.io/arch"] ?? "",
      labels,
      taints: (taints ?? []).map((text) => {
        const [, key = "", value = "", effect = ""] = /^([^=:]*)=?([^:]*):(.*)$/.exec(text) ?? [];
        return { key, value, effect };
      }),
      allocatable: amountsOf(allocatable),
    };
    expect([each.name, refusals(node, needsOf(each.pod)).length === 0]).toEqual([
      each.name,
      answer.takes,
    ]);
  }
});
