import { readdirSync, readFileSync } from "node:fs";
import { projectFile } from "../../environments/project";
import { chartPins } from "../../environments/chart-pins";
import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { KUBERNETES_MINORS, KUBERNETES_RELEASES } from "../../testbed/kubernetes-releases";
import { PROGRAMS } from "../../testbed/programs";
import { specOf } from "../support/synth";

const goMod = (module: string) => readFileSync(projectFile(`${module}/go.mod`), "utf8");

/** Version that a go.mod requires of a module, without the v. */
function required(module: string, by: string): string | undefined {
  const text = goMod(by).replaceAll(".", "\u0000");
  const name = module.replaceAll(".", "\u0000");
  return new RegExp(`^\\t${name} v(\\S+)`, "m").exec(text)?.[1]?.replaceAll("\u0000", ".");
}

/** Packages that a go.mod declares as tools, in a block or one by one. */
function toolsOf(module: string): readonly string[] {
  const text = goMod(module);
  const block = /^tool \(\n([^)]*)\)/m.exec(text)?.[1]?.split("\n") ?? [];
  const single = [...text.matchAll(/^tool (\S+)$/gm)].map(([, tool = ""]) => tool);
  return [...block.map((line) => line.trim()), ...single].filter((tool) => /^[^(]/.test(tool));
}

test("there is a module for each minor release of Kubernetes, and no other", () => {
  expect(readdirSync(projectFile("testbed/kubernetes")).toSorted()).toEqual([...KUBERNETES_MINORS]);
  expect(Object.keys(KUBERNETES_RELEASES)).toEqual([...KUBERNETES_MINORS]);
});

describe.each(KUBERNETES_MINORS)("Kubernetes %s", (minor) => {
  const module = `testbed/kubernetes/${minor}`;
  const release = KUBERNETES_RELEASES[minor];

  test("has the version that the code says it has", () => {
    expect(release.startsWith(`${minor}.`)).toBe(true);
    expect(required("k8s.io/kubernetes", module)).toBe(release);
  });

  test("has libraries of the same patch release", () => {
    const replaced = [...goMod(module).matchAll(/=> k8s\.io\/(\S+) v0\.(\d+\.\d+)$/gm)];
    expect(replaced.length).toBeGreaterThan(20);
    for (const [, library, version] of replaced) {
      expect(`${library} 1.${version}`).toBe(`${library} ${release}`);
    }
  });
});

test("every environment is on a minor release that a testbed can have", () => {
  for (const name of ENVIRONMENT_NAMES) {
    expect(KUBERNETES_MINORS).toContain(specOf(name).cluster.kubernetesVersion);
  }
});

test("KEDA on the host is of the pinned chart's minor release", () => {
  const [host, chart] = [
    required("github.com/kedacore/keda/v2", "testbed/keda"),
    chartPins().keda.version,
  ].map((version) => version?.split(".").slice(0, 2));
  expect(host).toEqual(chart);
});

const TOOLS = Object.entries(PROGRAMS)
  .filter(([, { source }]) => !source.startsWith("./"))
  .flatMap(([name, { source, module }]) =>
    (module === "testbed/kubernetes"
      ? KUBERNETES_MINORS.map((minor) => `${module}/${minor}`)
      : [module]
    ).map((folder) => ({ name, folder, source })),
  );

test.each(TOOLS)(
  "$name is a tool of $folder, so that go mod tidy keeps it",
  ({ folder, source }) => {
    expect(toolsOf(folder)).toContain(source);
  },
);
