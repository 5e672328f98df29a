import { imageTagOf } from "../../environments/applications";
import { environmentName } from "../../environments";
import { appContract, appFacts } from "../../applications/montage-ai/contract";
import { montageAi } from "../../applications/montage-ai";
import { ENVIRONMENT_NAMES, type EnvironmentName } from "../../environments/schema";
import { appPods } from "../support/app-variables";
import { specOf } from "../support/synth";
import { workloadOf } from "../support/workload";

const facts = appFacts();
const contract = appContract();
const read = new Set(Object.keys(facts.variables));
const defaulted = contract.defaulted.flatMap(({ names }) => names);
const readByOthers = contract.readByOthers.flatMap(({ names }) => names);
const place = "applications/montage-ai/contract.yaml";

/** Names that any pod of the app gets, with each pod's own. */
function given(name: EnvironmentName) {
  return appPods(workloadOf(specOf(name)));
}

test.each(ENVIRONMENT_NAMES)("the app that %s runs is the one whose code was read", (name) => {
  const [tag = ""] = imageTagOf(specOf(name), { name: "montage-ai" }).split("@");
  // Otherwise: scripts/app-contract/read_app.py on a checkout of that commit.
  expect(facts.commit.slice(0, tag.length)).toBe(tag);
});

describe.each(ENVIRONMENT_NAMES)("%s", (name) => {
  const pods = given(name);
  const set = new Set(pods.flatMap(({ names }) => names));

  test("sets, or leaves to the app on purpose, every variable that the app reads", () => {
    const undecided = [...read].filter((name) => !set.has(name) && !defaulted.includes(name));
    expect({ undecided, decideIn: place }).toEqual({ undecided: [], decideIn: place });
  });

  test("sets no variable that nothing reads", () => {
    const unread = pods.flatMap(({ pod, names }) =>
      names
        .filter((name) => !read.has(name) && !readByOthers.includes(name))
        .map((name) => `${pod} ${name}`),
    );
    expect(unread).toEqual([]);
  });
});

test("web and every worker are among the pods that are looked at", () => {
  expect(given(environmentName("production")).map(({ pod }) => pod)).toEqual(
    expect.arrayContaining(["montage-ai-web", "montage-ai-worker", "montage-ai-worker-heavy"]),
  );
});

describe("the decisions", () => {
  test("are about variables that the app reads, each decided once", () => {
    expect(defaulted.filter((name) => !read.has(name))).toEqual([]);
    expect(defaulted.filter((name, index) => defaulted.indexOf(name) !== index)).toEqual([]);
    expect(readByOthers.filter((name) => read.has(name))).toEqual([]);
  });

  test("leave nothing to the app that every environment sets", () => {
    const everywhere = ENVIRONMENT_NAMES.map(
      (name) => new Set(given(name).flatMap(({ names }) => names)),
    );
    const set = defaulted.filter((name) => everywhere.every((names) => names.has(name)));
    expect({ set, decidedIn: place }).toEqual({ set: [], decidedIn: place });
  });

  test("cover the reads that code alone does not show", () => {
    const withoutLines = facts.unseen.map((text) => text.replace(/:\d+ /, " "));
    expect(contract.unseen.map(({ place }) => place)).toEqual(withoutLines);
  });

  test("that rest on a default hold while the default is what it was", () => {
    const folders = Object.fromEntries(
      montageAi.claims.map(({ name, mountPath }) => [name, [mountPath]]),
    );
    expect({
      "montage-input": facts.variables["INPUT_DIR"]?.defaults,
      "montage-output": facts.variables["OUTPUT_DIR"]?.defaults,
      "montage-music": facts.variables["MUSIC_DIR"]?.defaults,
      "montage-assets": facts.variables["ASSETS_DIR"]?.defaults,
    }).toEqual({ ...folders, "montage-cache": undefined });
    expect(facts.variables["CLUSTER_MODE"]?.files).toContain("config.py");
  });
});

test("tests' endpoints stay closed: anybody could fill the queue", () => {
  for (const name of ENVIRONMENT_NAMES) {
    expect(given(name).flatMap(({ names }) => names)).not.toContain("ENABLE_DEV_ENDPOINTS");
  }
});
