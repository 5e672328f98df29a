import { replaceArguments } from "../../../cli/replace-pool/arguments";
import { ConfigurationError } from "../../../environments/errors";

test("one pool goes and another takes its pods, one node at a time", () => {
  expect(replaceArguments(["production", "gpu", "--by", "gpu-two"])).toMatchObject({
    environment: "production",
    old: "gpu",
    by: "gpu-two",
    atATime: 1,
    yes: false,
    dryRun: false,
  });
});

test("several nodes may be drained at a time", () => {
  const args = ["production", "gpu", "--by", "gpu-two", "--at-a-time", "4"];
  expect(replaceArguments(args).atATime).toBe(4);
});

test.each([
  [[], "an environment is missing"],
  [["prodution", "gpu", "--by", "x"], "unknown environment"],
  [["production", "--by", "x"], "the pool that goes is missing"],
  [["production", "gpu"], "the pool that takes its pods is missing"],
  [["production", "gpu", "web", "--by", "x"], "one pool at a time"],
  [["production", "gpu", "--by", "x", "--at-a-time", "0"], "no number of nodes"],
  [["production", "gpu", "--by", "x", "--at-a-time", "two"], "no number of nodes"],
  [["production", "gpu", "--by", "x", "--dry-run", "--yes"], "--yes has no effect with --dry-run"],
  [["production", "gpu", "--too"], "--too"],
])("%j is refused with the usage or the fix", (args, message) => {
  expect(() => replaceArguments(args)).toThrow(ConfigurationError);
  expect(() => replaceArguments(args)).toThrow(message);
});

test("all that is wrong is said at once", () => {
  expect(() => replaceArguments(["production", "--at-a-time", "0"])).toThrow(
    /line: OLD\n[^]*line: --by\n[^]*line: --at-a-time\n/,
  );
});
