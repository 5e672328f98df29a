import { consequences } from "../../../cli/rollback/consequences";
import { switchChanges, wantedSwitches } from "../../../cli/rollback/wanted-switches";
import { changeSwitches, readSwitchesFile } from "../../../cli/switches/switches-file";
import { environmentName, environmentWith } from "../../../environments";
import type { ChartName } from "../../../addons";
import { chartPins } from "../../../environments/chart-pins";
import { ConfigurationError } from "../../../environments/errors";

const nothing = {
  images: undefined,
  keda: undefined,
  imageTag: undefined,
  application: undefined,
  charts: new Map(),
};
const charts = (entries: Partial<Record<ChartName, string>>) =>
  new Map(Object.entries(entries)) as Map<ChartName, string>;

/** What a wish makes of an environment: lines of the file, changes, consequences. */
function outcome(name: string, wishes: Partial<typeof nothing> | object) {
  const before = readSwitchesFile(environmentName(name));
  const wanted = wantedSwitches("staging", before.switches, { ...nothing, ...wishes });
  const after = changeSwitches(before, wanted);
  const changes = switchChanges(before.switches, wanted);
  const lines = before.text.split("\n");
  return {
    changes,
    lines: after.text.split("\n").filter((line, index) => line !== lines[index]),
    count: after.text.split("\n").length - lines.length,
    says: consequences(changes, environmentWith(environmentName(name), wanted, {})),
  };
}

test.each([
  ["images", { images: "ghcr" }, '  "images": "ghcr",'],
  ["the tag", { imageTag: "3fa1b2c", application: "montage-ai" }, '    "montage-ai": "3fa1b2c"'],
  ["KEDA", { keda: false }, '    "keda": false,'],
  ["a chart", { charts: charts({ keda: "2.20.1" }) }, '  "chartVersions": { "keda": "2.20.1" },'],
])("%s is one line", (_, wishes, line) => {
  expect(outcome("staging", wishes)).toMatchObject({
    lines: [expect.stringContaining(line)],
    count: 0,
  });
});

test("several switches are as many lines", () => {
  const wishes = { images: "ghcr", keda: false, charts: charts({ keda: "2.20.1" }) };
  const { lines, changes } = outcome("staging", wishes);
  expect(lines).toHaveLength(3);
  expect(changes.map(({ path }) => path)).toEqual(["images", "chartVersions.keda", "addons.keda"]);
});

test("what is so already changes nothing", () => {
  const pinned = charts({ keda: chartPins().keda.version });
  const { "montage-ai": imageTag } = readSwitchesFile(environmentName("staging")).switches
    .imageTags;
  const wishes = {
    images: "registry",
    keda: true,
    imageTag,
    application: "montage-ai",
    charts: pinned,
  };
  expect(outcome("staging", wishes)).toMatchObject({ lines: [], changes: [] });
});

test("the version of charts.yaml takes the environment's own away, so that the next raise arrives", () => {
  const before = readSwitchesFile(environmentName("staging"));
  const back = wantedSwitches("staging", before.switches, {
    ...nothing,
    charts: charts({ keda: "2.20.1", "external-secrets": "2.7.0" }),
  });
  const forward = wantedSwitches("staging", back, {
    ...nothing,
    charts: charts({ keda: chartPins().keda.version }),
  });
  expect(forward.chartVersions).toEqual({ "external-secrets": "2.7.0" });
  expect(switchChanges(back, forward)).toEqual([
    { path: "chartVersions.keda", from: "2.20.1", to: chartPins().keda.version },
  ]);
});

describe("what follows is said", () => {
  test("KEDA off: the fixed numbers, and what becomes of the CRDs", () => {
    expect(outcome("staging", { keda: false }).says).toEqual([
      expect.stringMatching(
        /^queues are not followed any more: montage-ai-worker stays at 3, montage-ai-worker-heavy stays at 1, .*however long the queue \(replicasWithoutKeda\)$/,
      ),
      "KEDA's CRDs stay; ScaledObjects of others in the cluster stand still until it is back",
    ]);
    expect(outcome("local", { keda: false }).says[1]).toContain(
      "every ScaledObject in the cluster",
    );
  });

  test("images: pods are replaced, from where, and how long renders may take", () => {
    expect(outcome("staging", { images: "ghcr" }).says).toEqual([
      expect.stringMatching(
        /ghcr\.io\/mfahsold\/montage-ai:[0-9a-f]{7}.* from outside the cluster/,
      ),
      expect.stringContaining("when its job is done"),
    ]);
  });

  test("a patch back: the CRDs go back as well", () => {
    const { says } = outcome("staging", { charts: charts({ keda: "2.21.0" }) });
    expect(says).toEqual([
      expect.stringContaining("its CRDs with it"),
      expect.stringContaining("KEDA's operator restarts"),
    ]);
  });

  test("more than a patch back: no migration runs backwards", () => {
    const { says } = outcome("staging", { charts: charts({ "external-secrets": "1.9.0" }) });
    expect(says.join("\n")).toContain(
      `${chartPins()["external-secrets"].version} -> 1.9.0 is more than a patch`,
    );
  });

  test("a version forward has no CRDs to lose", () => {
    const { says } = outcome("staging", { charts: charts({ "external-secrets": "2.99.0" }) });
    expect(says).toEqual([]);
  });

  test("one half of the Prometheus operator names the other", () => {
    const { says } = outcome("staging", { charts: charts({ "kube-prometheus-stack": "88.5.2" }) });
    expect(says.join("\n")).toContain("change both at once");
  });
});

describe("refused with every reason, before anything is written", () => {
  function issuesOf(name: string, wishes: object): readonly string[] {
    const { switches } = readSwitchesFile(environmentName(name));
    try {
      environmentWith(
        environmentName(name),
        wantedSwitches(name, switches, { ...nothing, ...wishes }),
        {},
      );
    } catch (error) {
      if (error instanceof ConfigurationError) {
        return error.issues.map(({ file, path, fix }) => `${file} ${path}: ${fix}`);
      }
      throw error;
    }
    return [];
  }

  test("GHCR where no credentials are", () => {
    const issues = issuesOf("local", { images: "ghcr" });
    expect(issues[0]).toContain("environments/local.switches.json images: use registry");
    expect(issues.at(-1)).toContain(
      'addons.external-secrets: set it to true, or images to "registry"',
    );
  });

  test("the registry in production", () => {
    expect(issuesOf("production", { images: "registry" })).not.toEqual([]);
  });

  test("a tag that is no version and a chart without an exact one", () => {
    const wishes = {
      imageTag: "latest",
      application: "montage-ai",
      charts: charts({ keda: "2.20" }),
    };
    expect(issuesOf("staging", wishes)).toEqual([
      expect.stringContaining("imageTags.montage-ai: name the release or commit"),
      expect.stringContaining("chartVersions.keda: name one release of the chart"),
    ]);
  });
});
