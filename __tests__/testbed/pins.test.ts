import { readFileSync } from "node:fs";
import { projectFile } from "../../environments/project";
import { chartPins } from "../../environments/chart-pins";
import { KUBERNETES_VERSION, PROGRAMS } from "../../testbed/programs";
import { specOf } from "../support/synth";

const goMod = (module: string) => readFileSync(projectFile(`${module}/go.mod`), "utf8");

/** Version that a go.mod requires of a module, without the v. */
function required(module: string, by = "testbed"): string | undefined {
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

test("Kubernetes has the version that the code says it has", () => {
  expect(required("k8s.io/kubernetes")).toBe(KUBERNETES_VERSION);
});

test("its libraries have the same patch release", () => {
  const replaced = [...goMod("testbed").matchAll(/=> k8s\.io\/(\S+) v0\.(\d+\.\d+)$/gm)];
  expect(replaced.length).toBeGreaterThan(20);
  for (const [, library, version] of replaced) {
    expect(`${library} 1.${version}`).toBe(`${library} ${KUBERNETES_VERSION}`);
  }
});

test("the testbed has the minor release that the local environment declares", () => {
  expect(KUBERNETES_VERSION.split(".").slice(0, 2).join(".")).toBe(
    specOf("local").cluster.kubernetesVersion,
  );
});

test("KEDA on the host is of the pinned chart's minor release", () => {
  const [host, chart] = [
    required("github.com/kedacore/keda/v2", "testbed/keda"),
    chartPins().keda.version,
  ].map((version) => version?.split(".").slice(0, 2));
  expect(host).toEqual(chart);
});

test.each(Object.entries(PROGRAMS).filter(([, { source }]) => !source.startsWith("./")))(
  "%s is a tool of its module, so that go mod tidy keeps it",
  (_name, program) => {
    const module = "module" in program ? program.module : "testbed";
    expect(toolsOf(module)).toContain(program.source);
  },
);
