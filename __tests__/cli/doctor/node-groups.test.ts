import type { AskAws } from "../../../cli/doctor/aws";
import {
  declaredGroups,
  groupsInState,
  type KnownGroups,
} from "../../../cli/doctor/known-node-groups";
import { lookAtNodeGroups } from "../../../cli/doctor/node-groups";
import { specOf } from "../../support/synth";

const production = specOf("production");
const { cluster } = production;
if (cluster.kind !== "eks") throw new Error("production is on EKS");
const { name: clusterName, tags } = cluster;

const NOW = Date.parse("2026-11-28T12:00:00Z");
const ENDING = "20261128081112345600000001";
const OTHER = "20261128091112345600000002";
const ADDRESS = "aws_eks_node_group.gpu";
const OURS = { ...tags, "k8s.io/cluster-autoscaler/node-template/resources/cpu": "4" };

interface Group {
  readonly status?: string;
  readonly createdAt?: string | number;
  readonly tags?: Readonly<Record<string, string>>;
  readonly issues?: readonly object[];
}

/** EKS with these groups, as the aws CLI prints them. */
function eks(groups: Readonly<Record<string, Group>>): AskAws {
  return (args) => {
    if (args[1] === "list-nodegroups") {
      return Promise.resolve({ json: { nodegroups: Object.keys(groups) } });
    }
    const name = args[args.indexOf("--nodegroup-name") + 1] ?? "";
    const {
      status = "ACTIVE",
      createdAt = "2026-11-28T08:00:00+00:00",
      ...rest
    } = groups[name] ?? {};
    const nodegroup = {
      nodegroupName: name,
      status,
      createdAt,
      scalingConfig: { minSize: 0, maxSize: 4, desiredSize: 3 },
      tags: rest.tags ?? OURS,
      resources: { autoScalingGroups: [{ name: `eks-${name}-1` }] },
      health: { issues: rest.issues ?? [] },
    };
    return Promise.resolve({ json: { nodegroup } });
  };
}

/** A state with these groups at the address of `gpu`. */
function state(...names: readonly { readonly name: string; readonly deposed?: string }[]) {
  const instances = names.map(({ name, deposed }) => ({
    ...(deposed === undefined ? {} : { deposed }),
    // As the provider writes it for a group that failed as it came up.
    attributes: { id: `${clusterName}:${name}`, node_group_name: null },
  }));
  const resource = { mode: "managed", type: "aws_eks_node_group", name: "gpu", instances };
  return { version: 4, resources: [resource] };
}

const code = { resource: { aws_eks_node_group: { gpu: { node_group_name_prefix: "gpu-" } } } };

function look(groups: Readonly<Record<string, Group>>, pulled: unknown, why?: string) {
  const known: KnownGroups = {
    declared: declaredGroups(code),
    inState: why === undefined ? groupsInState(pulled) : undefined,
    why,
  };
  return lookAtNodeGroups(production, () => Promise.resolve(known), NOW, eks(groups));
}

test("groups that the state knows, and those of others, are no diagnosis", async () => {
  const pulled = state({ name: `gpu-${ENDING}` }, { name: `gpu-${OTHER}`, deposed: "c0ffee" });
  const groups = {
    [`gpu-${ENDING}`]: {},
    [`gpu-${OTHER}`]: {},
    "gpu-of-others": { tags: { ...tags }, status: "DEGRADED" },
  };
  expect(await look(groups, pulled)).toEqual({ diagnoses: [], unread: [] });
});

test("a second group of a killed replacement is named, with the command that deletes it", async () => {
  const groups = { [`gpu-${ENDING}`]: {}, [`gpu-${OTHER}`]: {} };
  const { diagnoses } = await look(groups, state({ name: `gpu-${ENDING}` }));
  expect(diagnoses).toEqual([
    expect.objectContaining({
      id: "node-group-unknown",
      severity: "error",
      object: `NodeGroup gpu-${OTHER}`,
      cause: expect.stringContaining("made it 4 h ago"),
      fix: expect.stringContaining(`--selector eks.amazonaws.com/nodegroup=gpu-${OTHER}`),
      command: `aws eks delete-nodegroup --cluster-name ${clusterName} --nodegroup-name gpu-${OTHER} --region eu-central-1`,
    }),
  ]);
});

test.each([
  ["no state", undefined],
  ["a state that is to delete another", state({ name: `gpu-${OTHER}`, deposed: "c0ffee" })],
])("with %s for its address a group is imported", async (_what, pulled) => {
  const { diagnoses } = await look({ [`gpu-${ENDING}`]: {} }, pulled);
  expect(diagnoses.map(({ command }) => command)).toEqual([
    `terraform -chdir=cdktf.out/stacks/production-node-pools import '${ADDRESS}' ${clusterName}:gpu-${ENDING}`,
  ]);
});

test("where the state has one that is gone from EKS, it is taken out first", async () => {
  const { diagnoses } = await look({ [`gpu-${ENDING}`]: {} }, state({ name: `gpu-${OTHER}` }));
  const terraform = "terraform -chdir=cdktf.out/stacks/production-node-pools";
  expect(diagnoses.map(({ command }) => command)).toEqual([
    `${terraform} state rm '${ADDRESS}' && ${terraform} import '${ADDRESS}' ${clusterName}:gpu-${ENDING}`,
  ]);
});

test("a group of a pool that the code no longer has is known by its tags", async () => {
  const { diagnoses } = await look({ [`old-${ENDING}`]: {} }, state());
  expect(diagnoses.map(({ command }) => command)).toEqual([
    expect.stringContaining(`delete-nodegroup --cluster-name ${clusterName} --nodegroup-name old-`),
  ]);
});

test("one that is young may be of an apply that is at work, and one that comes is left alone", async () => {
  const groups = {
    [`gpu-${ENDING}`]: { createdAt: NOW / 1000 - 600 },
    [`gpu-${OTHER}`]: { status: "CREATING" },
  };
  const { diagnoses } = await look(groups, state());
  expect(diagnoses.map(({ object, severity }) => [object, severity])).toEqual([
    [`NodeGroup gpu-${ENDING}`, "warning"],
  ]);
});

test("without the state two groups of one name are a warning, and that it was not read is said", async () => {
  const two = { [`gpu-${ENDING}`]: {}, [`gpu-${OTHER}`]: {} };
  const { diagnoses, unread } = await look(two, undefined, "no token for app.terraform.io");
  expect(diagnoses.map(({ severity }) => severity)).toEqual(["warning", "warning"]);
  expect(unread).toEqual([expect.stringContaining("no token for app.terraform.io")]);
  const one = await look({ [`gpu-${ENDING}`]: {} }, undefined, "no token");
  expect(one.diagnoses).toEqual([]);
});

test.each([
  ["NodeCreationFailure", "CREATE_FAILED", /do not join.*deploy again/, /describe-nodegroup/],
  ["AsgInstanceLaunchFailures", "DEGRADED", /quota/, /describe-scaling-activities .*eks-gpu-/],
  ["SomethingNew", "DEGRADED", /look at the group's health/, /describe-nodegroup/],
])("what EKS says of a group is told: %s in %s", async (issue, status, fix, command) => {
  const issues = [{ code: issue, message: "as AWS\nsays it", resourceIds: ["i-1", "i-2"] }];
  const { diagnoses } = await look(
    { [`gpu-${ENDING}`]: { status, issues } },
    state({ name: `gpu-${ENDING}` }),
  );
  expect(diagnoses).toEqual([
    expect.objectContaining({
      id: "node-group-unhealthy",
      severity: "error",
      cause: `EKS says ${status}: ${issue}: as AWS says it (i-1, i-2)`,
      fix: expect.stringMatching(fix),
      command: expect.stringMatching(command),
    }),
  ]);
});

test("an AWS that cannot be asked is no diagnosis, and no state is read then", async () => {
  const read = jest.fn();
  const ask: AskAws = () => Promise.resolve({ failure: "the aws CLI is not installed" });
  expect(await lookAtNodeGroups(production, read, NOW, ask)).toEqual({
    diagnoses: [],
    unread: ["node groups not asked: the aws CLI is not installed"],
  });
  const odd: AskAws = () => Promise.resolve({ json: { groups: [] } });
  expect((await lookAtNodeGroups(production, read, NOW, odd)).unread).toEqual([
    "node groups not asked: the aws CLI answered eks list-nodegroups in a form that is not known here",
  ]);
  expect(read).not.toHaveBeenCalled();
});

test("an environment without EKS is not asked", async () => {
  const ask: AskAws = () => Promise.reject(new Error("asked"));
  const read = () => Promise.reject(new Error("read"));
  expect(await lookAtNodeGroups(specOf("staging"), read, NOW, ask)).toEqual({
    diagnoses: [],
    unread: [],
  });
});
