import { deployArguments } from "../cli/deploy/arguments";
import { mirrorArguments } from "../cli/mirror/arguments";
import { isOfShape, PRINTED } from "../scripts/references/printed";
import { breakageCases } from "../e2e/breakages/cases";
import { PHASES } from "../e2e/phases";
import { printedCommands, shapesOf } from "../scripts/references/printed-commands";

// The programs of the phases are only imported; this module cannot be loaded by require.
jest.mock("@kubernetes/client-node", () => ({ ListWatch: class {} }));

const printed = printedCommands().map(({ shape }) => shape);

test("every command that a message prints is in the list of those that were run, and no other", () => {
  expect(printed.length).toBeGreaterThan(70);
  expect(printed.filter((shape) => !Object.hasOwn(PRINTED, shape))).toEqual([]);
  expect(Object.keys(PRINTED).filter((shape) => !printed.includes(shape))).toEqual([]);
});

test("what is said to run them is there", () => {
  const breakages = breakageCases("node").map(({ name }) => name);
  const phases = PHASES.map(({ name }) => name);
  const missing = Object.entries(PRINTED).filter(
    ([, where]) =>
      (where.by === "breakage" && !breakages.includes(where.name)) ||
      (where.by === "phase" && !phases.includes(where.name)),
  );
  expect(missing).toEqual([]);
});

test("a line that is run is of the shape that it stands for", () => {
  const others = Object.entries(PRINTED).filter(
    ([shape, where]) => "line" in where && !isOfShape(where.line, shape),
  );
  expect(others).toEqual([]);
});

test("what no testbed can run is read by the command's own parser", () => {
  const parsers = { deploy: deployArguments, mirror: mirrorArguments };
  const read = Object.values(PRINTED).flatMap((where) => {
    if (where.by !== "parser") return [];
    const [, name = "", rest = ""] = /^npm run ([\w-]+) -- (.*)$/.exec(where.line) ?? [];
    const parser = Object.entries(parsers).find(([each]) => each === name)?.[1];
    return [parser?.(rest.split(" "))];
  });
  expect(read).toHaveLength(2);
  expect(read).toEqual([
    expect.objectContaining({ environment: "production", stacks: ["node-pools"] }),
    expect.objectContaining({ environment: "local" }),
  ]);
});

test.each([
  ["scale it: kubectl -n keda scale deployment/keda-operator --replicas=1", ["kubectl scale"]],
  ["kubectl --kubeconfig /a/b --context c describe pod x", ["kubectl describe pod"]],
  ["`npm run deploy -- staging` then it goes on", ["npm run deploy"]],
  ["run npm run deploy -- … node-pools gives it", ["npm run deploy -- ENV node-pools"]],
  ["npm run deploy -- … --unlock-releases", ["npm run deploy -- ENV --unlock-releases"]],
  ["put it back, then npx cdktf destroy …, and take it out", ["npx cdktf destroy …"]],
  ["aws eks delete-nodegroup --cluster-name …", ["aws eks delete-nodegroup"]],
  ["helm --kube-context … -n … rollback …", ["helm rollback"]],
  ["kubectl is not there", []],
  ["the aws CLI answered without a value", []],
])("of %j the commands are %j", (text, shapes) => {
  expect(shapesOf(text)).toEqual(shapes);
});
