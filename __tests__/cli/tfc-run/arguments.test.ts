import { cloudRunArguments } from "../../../cli/tfc-run/arguments";

test("an environment alone means all its stacks, up to where a person confirms", () => {
  expect(cloudRunArguments(["staging"])).toEqual({
    environment: "staging",
    stacks: [],
    planOnly: false,
    confirm: false,
    confirmUnread: false,
    allowDestroy: [],
    message: "npm run tfc-run",
    json: false,
  });
});

test("stacks are run in their order, however they are named", () => {
  const { stacks } = cloudRunArguments(["production", "workload", "storage", "--confirm"]);
  expect(stacks).toEqual(["storage", "workload"]);
});

test("what may be destroyed is named, and plans that cannot be read are confirmed only where it is said", () => {
  const args = ["production", "--confirm", "--allow-destroy", "a.b", "--allow-destroy", "c.d"];
  expect(cloudRunArguments([...args, "--confirm-unread"])).toMatchObject({
    allowDestroy: ["a.b", "c.d"],
    confirmUnread: true,
  });
});

test.each([
  [[], /no environment/],
  [["prod"], /unknown environment/],
  [["staging", "web"], /unknown stack web; known: node-pools/],
  [["staging", "--plan-only", "--confirm"], /cannot be confirmed/],
  [["staging", "--confirm-unread"], /no effect without --confirm/],
  [["staging", "--allow-destroy", "a.b"], /no effect without --confirm/],
  [["staging", "--yes"], /--yes/],
])("%j is refused with the usage", (args, message) => {
  expect(() => cloudRunArguments(args)).toThrow(message);
});
