import { localArguments } from "../../../cli/local/arguments";

const USAGE =
  "use: npm run local -- [up|status|burst|down] [--name NAME] [--context NAME] [--pools ENVIRONMENT] [--without-scaling] [--without-deploy] [--jobs N] [--seconds S] [--json]";

test("without arguments a testbed that scales for real is brought up and deployed to", () => {
  expect(localArguments([])).toEqual({
    action: "up",
    name: "local",
    context: undefined,
    pools: "local",
    scaling: true,
    deploy: true,
    jobs: 24,
    seconds: 4,
    json: false,
  });
});

test("every option is read", () => {
  const text =
    "down --name other --context kind --pools production --without-scaling --without-deploy --jobs 3 --seconds 0.5 --json";
  expect(localArguments(text.split(" "))).toEqual({
    action: "down",
    name: "other",
    context: "kind",
    pools: "production",
    scaling: false,
    deploy: false,
    jobs: 3,
    seconds: 0.5,
    json: true,
  });
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
  ["--jobs 0", "0", JOBS],
  ["--jobs 2.5", "2.5", JOBS],
  ["--jobs many", "many", JOBS],
  ["--seconds 0", "0", SECONDS],
  ["--seconds soon", "soon", SECONDS],
  ["--seconds Infinity", "Infinity", SECONDS],
  ["burst --context kind", "kind", "--context is for up and down; burst asks a testbed"],
  ["status --context kind", "kind", "--context is for up and down; status asks a testbed"],
])("%s is refused, with what is wrong and the usage", (line, value, message) => {
  expect(() => localArguments(line.split(" "))).toThrow(
    new Error(`command line\n  is:    "${value}"\n  error: ${message}\n  fix:   ${USAGE}`),
  );
});

test.each(["--nam x", "--name", "--json=yes"])("%s is no option: the usage is shown", (line) => {
  expect(() => localArguments(line.split(" "))).toThrow(
    /--(nam|json)[^]+fix: {3}use: npm run local/,
  );
});

test("pools of an environment that there is not are refused with those that there are", () => {
  expect(() => localArguments(["--pools", "prod"])).toThrow(
    /is: {4}"prod"[^]+unknown environment[^]+local, staging, production/,
  );
});
