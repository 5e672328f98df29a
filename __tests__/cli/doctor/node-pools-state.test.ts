import { knownNodeGroups } from "../../../cli/doctor/node-pools-state";
import type { EnvironmentSpec } from "../../../environments/schema";
import { CommandFailure } from "../../../runtime/failure";
import { specOf } from "../../support/synth";

const init = jest.fn<Promise<void>, []>();
const pull = jest.fn<Promise<unknown>, []>();
jest.mock("../../../runtime/terraform/binary", () => ({
  terraformBinary: () => ({ program: "terraform", product: "terraform", version: "1.11.4" }),
}));
jest.mock("../../../runtime/terraform/terraform", () => ({
  Terraform: class {
    init = () => init();
    pull = () => pull();
  },
}));

const production = specOf("production");
const local: EnvironmentSpec = { ...production, state: { kind: "local" } };
beforeEach(() => {
  init.mockResolvedValue(undefined);
});

test("the code's groups have addresses and prefixes, the state's their names", async () => {
  const attributes = { id: "fluxibri-production:gpu-a-1" };
  const instances = [{ attributes }, { deposed: "c0ffee", attributes }];
  const group = { mode: "managed", type: "aws_eks_node_group", name: "gpu-a", instances };
  const role = { mode: "managed", type: "aws_iam_role", name: "gpu-a", instances };
  pull.mockResolvedValue({ version: 4, resources: [group, role] });
  const { declared, inState } = await knownNodeGroups(production);
  expect(declared.map(({ prefix }) => prefix)).toContain("gpu-a-");
  expect(inState).toEqual(
    new Map([["aws_eks_node_group.gpu-a", { current: "gpu-a-1", deposed: ["gpu-a-1"] }]]),
  );
});

test("a workspace without a state knows no group; a local one may be on another machine", async () => {
  pull.mockResolvedValue(undefined);
  expect((await knownNodeGroups(production)).inState).toEqual(new Map());
  const { inState, why } = await knownNodeGroups(local);
  expect([inState, why]).toEqual([undefined, "production-node-pools has no state on this machine"]);
});

test("why a state was not read is told on one line", async () => {
  init.mockRejectedValue(new CommandFailure("init failed:\n  no token", "terraform login"));
  expect(await knownNodeGroups(production)).toMatchObject({
    inState: undefined,
    why: "init failed: no token",
  });
});

test("a state of another format is not guessed at", async () => {
  pull.mockResolvedValue({ version: 5 });
  expect(await knownNodeGroups(production)).toMatchObject({
    inState: undefined,
    why: "its format is not known here",
  });
});
