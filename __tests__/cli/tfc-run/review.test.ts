import { TerraformCloudError } from "../../../runtime/terraform/cloud-api";
import { reviewPlan } from "../../../cli/tfc-run/review";
import { specOf } from "../../support/synth";

const PLANNED = "2026-11-28T20:00:00Z";
const GROUP = "aws_eks_node_group.workers";

interface Group {
  readonly max?: number;
  readonly template?: string;
}

/** A change of a node group of 3 nodes in place. */
function group({ max = 24, template = "1" }: Group, address = GROUP) {
  const at = (maximum: number, version: string) => ({
    scaling_config: [{ min_size: 1, max_size: maximum, desired_size: 3 }],
    launch_template: [{ id: "lt-1", version }],
  });
  const change = { actions: ["update"], before: at(24, "1"), after: at(max, template) };
  return { address, mode: "managed", type: "aws_eks_node_group", change };
}

function removed(address: string, type: string) {
  return { address, mode: "managed", type, change: { actions: ["delete"], before: {} } };
}

/** Reviews a plan, `seconds` after it was made. */
function review(
  plan: unknown,
  { allowDestroy = [] as string[], unread = false, seconds = 5, said = [] as string[] } = {},
) {
  const asked: string[] = [];
  const run = {
    id: "run-1",
    attributes: { status: "planned", "has-changes": true, actions: { "is-confirmable": true } },
    relationships: { plan: { data: { id: "plan-1" } } },
  };
  const reviewed = reviewPlan(run, {
    api: {
      call: () => Promise.reject(new Error("nothing else is asked")),
      upload: () => Promise.reject(new Error("nothing is uploaded")),
      read: () => Promise.reject(new Error("nothing else is read")),
      document: (path) => {
        asked.push(path);
        return plan instanceof Error ? Promise.reject(plan) : Promise.resolve(plan);
      },
    },
    spec: specOf("production"),
    stack: { id: "production-node-pools", name: "node-pools" },
    allowDestroy,
    unread,
    now: () => Date.parse(PLANNED) + seconds * 1000,
    say: (line) => said.push(line),
  });
  return reviewed.then(() => asked);
}

const plan = (...changes: object[]) => ({ timestamp: PLANNED, resource_changes: changes });

test("a plan that destroys nothing is confirmed, after its JSON was read", async () => {
  const created = { ...group({}), change: { actions: ["create"], after: {} } };
  expect(await review(plan(created))).toEqual(["plans/plan-1/json-output"]);
});

test("what holds state is refused until its address is given", async () => {
  const address = "aws_efs_file_system.shared";
  const destroying = plan(removed(address, "aws_efs_file_system"));
  await expect(review(destroying)).rejects.toMatchObject({
    message: expect.stringContaining(`${address}: all files of the shared storage`),
    remedy: expect.stringContaining(
      `npm run tfc-run -- production node-pools --confirm --allow-destroy '${address}'`,
    ),
  });
  await review(destroying, { allowDestroy: [address] });
});

test("a roll of nodes in place is refused until its address is given", async () => {
  const rolling = plan(group({ template: "2" }));
  await expect(review(rolling)).rejects.toThrow(`${GROUP}: its 3 nodes, one after another`);
  await review(rolling, { allowDestroy: [GROUP] });
});

test("sizes and a roll in one run are refused, whatever is allowed", async () => {
  const other = "aws_eks_node_group.gpu";
  const both = plan(group({ max: 26 }), group({ template: "2" }, other));
  await expect(review(both, { allowDestroy: [other] })).rejects.toThrow(
    `  rolls    ${other}\n  resizes  ${GROUP}`,
  );
});

test("sizes are confirmed while they are fresh, and no longer", async () => {
  const resizing = plan(group({ max: 26 }));
  await review(resizing, { seconds: 120 });
  await expect(review(resizing, { seconds: 121 })).rejects.toThrow(
    `when it was planned, 121 s ago\n  resizes  ${GROUP}`,
  );
  await expect(review({ resource_changes: [group({ max: 26 })] })).rejects.toThrow(
    "at a time that it does not say",
  );
});

test.each([401, 403, 404])("a plan that may not be read (%i) is not confirmed", async (status) => {
  const hidden = new TerraformCloudError(status, "GET plans/plan-1/json-output", "hidden");
  await expect(review(hidden)).rejects.toMatchObject({
    message: expect.stringContaining(`not known (GET plans/plan-1/json-output: ${status} hidden)`),
    remedy: expect.stringContaining("admin access to the workspace"),
  });
  const said: string[] = [];
  await review(hidden, { unread: true, said });
  expect(said).toEqual([expect.stringContaining("confirmed unread")]);
});

test("a plan without JSON is not confirmed either", async () => {
  await expect(review(undefined)).rejects.toThrow("the server has no JSON of it");
});

test("a server that fails is no permission", async () => {
  const broken = new TerraformCloudError(500, "GET plans/plan-1/json-output", "oops");
  await expect(review(broken, { unread: true })).rejects.toThrow("500 oops");
});
