import { doctorArguments } from "../../../cli/doctor/arguments";
import { renderReport } from "../../../cli/doctor/report";
import { runDoctor } from "../../../cli/doctor/run";
import type { Get, GetText } from "../../../inventory/cluster";
import { LIVE_KINDS } from "../../../inventory/live";
import type { JsonObject } from "../../../inventory/json";
import { recorded, RECORDED_AT } from "../../support/doctor";

const args = { environment: undefined, kubeconfig: undefined, context: "c", json: false };
const silent = () => undefined;
/** A file, in which lines are as long as they are. */
const WIDE = {
  columns: 10_000,
  rows: undefined,
  verbose: false,
  paint: (_: string, text: string) => text,
};
const plural = (kind: string) => `${kind.toLowerCase()}s`;

/** What the doctor says at the time when the fixtures were recorded, whenever the test runs. */
const visit = (get: Get, getText: GetText = () => Promise.resolve({ failure: "no log" })) =>
  runDoctor(args, silent, { get, getText }, RECORDED_AT);

/** An API server with these objects, which refuses some kinds. */
function server(objects: readonly JsonObject[], refused: readonly string[] = []) {
  const groups = [...new Set(LIVE_KINDS.map(({ group }) => group))];
  const asked: string[] = [];
  const get = (path: string) => {
    asked.push(path);
    return Promise.resolve(answer(path));
  };
  const answer = (path: string) => {
    if (path === "/apis") {
      const named = groups.filter((group) => group !== "");
      return {
        json: {
          groups: named.map((name) => ({
            name,
            preferredVersion: { groupVersion: `${name}/v1` },
          })),
        },
      };
    }
    const [, list] = /\/([a-z]+)\?limit=500(&fieldSelector=type%3DWarning)?$/.exec(path) ?? [];
    if (list === undefined) {
      if (path.includes("?") || path.includes("/proxy/")) return { json: { items: [] } };
      const group = path === "/api/v1" ? "" : path.replace(/^\/apis\/(.*)\/v1$/, "$1");
      const kinds = LIVE_KINDS.filter((wanted) => wanted.group === group);
      return {
        json: {
          resources: kinds.map(({ kind }) => ({ kind, name: plural(kind), verbs: ["list"] })),
        },
      };
    }
    if (refused.includes(list)) return { failure: `Forbidden: cannot list ${list}` };
    return { json: { items: objects.filter(({ kind }) => plural(String(kind)) === list) } };
  };
  return { asked, get };
}

test("a healthy cluster is a table of what was looked at, and nothing else", async () => {
  const report = await visit(server(recorded("healthy")).get);
  expect(report.diagnoses.filter(({ severity }) => severity === "error")).toEqual([]);
  const text = renderReport(report);
  expect(text).toMatch(/^nodes +1, 1 ready$/m);
  expect(text).toMatch(/^code +not compared: no environment$/m);
  expect(text.replace(/\s+/g, " ")).toMatch(
    / c: healthy, \d+ warnings \(\d+ of rules: npm run check -- --cluster, or --json\) $/,
  );
});

test("what is wrong is said with cause, evidence, fix and command, before the table", async () => {
  const text = renderReport(await visit(server(recorded("no-room")).get), WIDE);
  expect(text).toMatch(
    /^error pod-no-room: Pod app\/worker-6d4cf56db6-x2x4z\n {2}cause: no room on 1 node that it may run on; .*\n {2}says: {2}Unschedulable: .*\n {2}says: {2}NotTriggerScaleUp: .*\n {2}fix: {3}add a node.*\n {2}run: {3}kubectl --context c -n app set resources/m,
  );
  expect(text).toMatch(/\nc: 1 thing is wrong/);
});

test("what may not be read is said, and the rest is still looked at", async () => {
  const { get } = server(recorded("pull-without-secret"), ["secrets", "events"]);
  const report = await visit(get);
  expect(report.diagnoses.map(({ id }) => id)).toContain("image-unauthorized");
  expect(report.unread).toEqual([
    "Secret objects could not be read: Forbidden: cannot list secrets",
    "Event objects could not be read: Forbidden: cannot list events",
  ]);
  expect(renderReport(report, WIDE)).toMatch(/not read: Secret objects could not be read/);
});

test("a cluster of which nothing may be read is a configuration error with what to use", async () => {
  const all = LIVE_KINDS.map(({ kind }) => plural(kind));
  await expect(visit(server([], all).get)).rejects.toThrow(
    /nothing of the cluster could be read: .*\n.*ClusterRole view/s,
  );
});

test("events are asked for by what they say, never all of them, and only the registry's nodes for their disks", async () => {
  const { asked, get } = server([...recorded("registry"), ...recorded("nodes")]);
  await visit(get);
  expect(asked.filter((path) => path.includes("/events"))).toEqual([
    "/api/v1/events?limit=500&fieldSelector=type%3DWarning",
    "/api/v1/events?limit=500&fieldSelector=type%3DNormal%2CinvolvedObject.kind%3DPersistentVolumeClaim",
    "/api/v1/events?limit=500&fieldSelector=type%3DNormal%2Creason%3DNotTriggerScaleUp",
    "/api/v1/events?limit=500&fieldSelector=type%3DNormal%2Creason%3DTriggeredScaleUp",
  ]);
  expect(asked.filter((path) => path.includes("/proxy/"))).toEqual([
    "/api/v1/nodes/node-a/proxy/stats/summary",
  ]);
});

describe("the arguments of doctor", () => {
  test("name an environment, a context, or both", () => {
    expect(doctorArguments(["staging", "--context", "x", "--json"])).toEqual({
      environment: "staging",
      context: "x",
      kubeconfig: undefined,
      json: true,
      verbose: false,
      watch: false,
    });
    expect(doctorArguments(["--context", "x"])).toMatchObject({ environment: undefined });
  });

  test.each([
    [[]],
    [["--bogus"]],
    [["local", "staging"]],
    [["nowhere"]],
    [["local", "--json", "--verbose"]],
  ])("%j is answered with the usage or the environments that there are", (wrong) => {
    expect(() => doctorArguments(wrong)).toThrow(
      /npm run doctor -- ENVIRONMENT|local, .*staging, .*production/,
    );
  });
});

test("the log of a container that crashes is read once for its workload, and named with its exception", async () => {
  const asked: string[] = [];
  const log =
    'Traceback (most recent call last):\n  File "/app/a.py", line 3, in f\nValueError: no\n';
  const report = await visit(server(recorded("crash-loop")).get, (path) => {
    asked.push(path);
    return Promise.resolve({ text: log });
  });
  expect(asked).toEqual([
    expect.stringMatching(
      /^\/api\/v1\/namespaces\/app\/pods\/worker\/log\?container=worker&tailLines=\d+&limitBytes=\d+&previous=true$/,
    ),
  ]);
  const [crash] = report.diagnoses.filter(({ id }) => id === "container-crash-loop");
  expect(crash?.cause).toMatch(/: ValueError: no \(\/app\/a\.py:3\)$/);
});

test("a log that may not be read leaves what the status says", async () => {
  const report = await visit(server(recorded("crash-import")).get);
  expect(report.diagnoses.map(({ cause }) => cause).join()).toContain("No module named 'src'");
});
