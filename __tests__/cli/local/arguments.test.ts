import { localArguments } from "../../../cli/local/arguments";

const USAGE =
  "use: npm run local -- [up|status|burst|down] [--name NAME] [--context NAME] [--pools ENVIRONMENT] [--kubernetes MINOR] [--without-scaling] [--without-deploy] [--application NAME] [--jobs N] [--seconds S] [--json]";

test("without arguments a testbed that scales for real is brought up and deployed to", () => {
  expect(localArguments([])).toEqual({
    action: "up",
    name: "local",
    context: undefined,
    pools: "local",
    kubernetes: undefined,
    scaling: true,
    deploy: true,
    jobs: 24,
    seconds: 4,
    json: false,
  });
});

test.each([
  [
    "up --name other --pools production --kubernetes 1.37 --without-scaling --without-deploy --json",
    {
      ...{ name: "other", pools: "production", kubernetes: "1.37" },
      ...{ scaling: false, deploy: false, json: true },
    },
  ],
  ["up --context kind --without-deploy", { context: "kind", deploy: false }],
  ["burst --name other --jobs 3 --seconds 0.5", { name: "other", jobs: 3, seconds: 0.5 }],
  ["down --context kind", { action: "down", context: "kind" }],
])("%s: every option is read", (line, options) => {
  expect(localArguments(line.split(" "))).toMatchObject(options);
});

test.each([
  ["--jobs 5", "--jobs has no effect with up"],
  ["up --seconds 5", "--seconds has no effect with up"],
  ["burst --pools production", "--pools has no effect with burst"],
  ["status --jobs 24", "--jobs has no effect with status"],
  ["down --without-deploy", "--without-deploy has no effect with down"],
  ["up --context kind --pools production", "--pools has no effect with --context"],
  ["status --kubernetes 1.36", "--kubernetes has no effect with status"],
  ["up --context kind --kubernetes 1.36", "--kubernetes has no effect with --context"],
  ["down --context kind --name other", "--name has no effect with --context"],
])("%s is refused: the option would be ignored", (line, message) => {
  expect(() => localArguments(line.split(" "))).toThrow(message);
});

const ACTIONS = "the action must be one of up, status, burst, down";
const NAMES = "a name is at most 31 lower-case letters, digits and hyphens";
const JOBS = "--jobs must be a whole number from 1 to 999999";
const SECONDS = "--seconds must be a number above 0";

test.each([
  ["start", "start", ACTIONS],
  ["up down", "up down", ACTIONS],
  ["--name Local", "Local", NAMES],
  ["--name ../other", "../other", NAMES],
  ["burst --jobs 0", "0", JOBS],
  ["burst --jobs 2.5", "2.5", JOBS],
  ["burst --jobs many", "many", JOBS],
  ["burst --seconds 0", "0", SECONDS],
  ["burst --seconds soon", "soon", SECONDS],
  ["burst --seconds Infinity", "Infinity", SECONDS],
  ["burst --context kind", "kind", "--context is for up and down; burst asks a testbed"],
  ["status --context kind", "kind", "--context is for up and down; status asks a testbed"],
])("%s is refused, with what is wrong and the usage", (line, value, message) => {
  expect(() => localArguments(line.split(" "))).toThrow(
    new Error(`command line\n  is:    "${value}"\n  error: ${message}\n  fix:   ${USAGE}`),
  );
});

test("a Kubernetes that no testbed has is refused with those that there are", () => {
  expect(() => localArguments(["--kubernetes", "1.20"])).toThrow(
    /command line: --kubernetes\n[^]+there is no testbed of Kubernetes 1\.20\n.+1\.35, 1\.36, 1\.37/,
  );
});

test.each([
  ["--nam x", "use --name"],
  ["--name", "write --name NAME"],
  ["--json=yes", "write --json alone"],
])("%s is refused with what to write", (line, fix) => {
  expect(() => localArguments(line.split(" "))).toThrow(`fix:   ${fix}`);
});

test("pools of an environment that there is not are refused with those that there are", () => {
  expect(() => localArguments(["--pools", "prod"])).toThrow(
    /is: {4}"prod"[^]+unknown environment[^]+local, .*staging, .*production/,
  );
});
