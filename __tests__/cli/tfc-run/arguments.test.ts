import { cloudRunArguments } from "../../../cli/tfc-run/arguments";

test("an environment alone means all its stacks, up to where a person confirms", () => {
  expect(cloudRunArguments(["staging"])).toEqual({
    environment: "staging",
    stacks: [],
    planOnly: false,
    confirm: false,
    message: "npm run tfc-run",
    json: false,
  });
});

test("stacks are run in their order, however they are named", () => {
  const { stacks } = cloudRunArguments(["production", "workload", "storage", "--confirm"]);
  expect(stacks).toEqual(["storage", "workload"]);
});

test.each([
  [[], /no environment/],
  [["prod"], /unknown environment/],
  [["staging", "web"], /unknown stack web; known: node-pools/],
  [["staging", "--plan-only", "--confirm"], /cannot be confirmed/],
  [["staging", "--yes"], /--yes/],
])("%j is refused with the usage", (args, message) => {
  expect(() => cloudRunArguments(args)).toThrow(message);
});
