import { gzipSync } from "node:zlib";
import { driftArguments } from "../../../cli/drift/arguments";
import { readerOfLists } from "../../../cli/drift/live-objects";
import { hasDrifted, renderDrift } from "../../../cli/drift/report";
import { compareReleases } from "../../../cli/drift/run";
import { inventoryOfCode } from "../../../cli/synthesis/inventory-of-code";
import { specOf } from "../../support/synth";

/** An API server that answers these paths, and counts what it is asked. */
function server(answers: Readonly<Record<string, unknown>>) {
  const asked: string[] = [];
  const get = (path: string) => {
    asked.push(path);
    const json = answers[path];
    return Promise.resolve(
      json === undefined ? { failure: `Error from server (NotFound): ${path}` } : { json },
    );
  };
  return { asked, get };
}

const APPS = {
  resources: [
    { name: "deployments", kind: "Deployment", namespaced: true },
    { name: "deployments/scale", kind: "Scale", namespaced: true },
  ],
};
const deployment = (name: string) => ({ metadata: { name, namespace: "keda" }, spec: {} });
const object = (name: string) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  namespace: "keda",
  name,
});

describe("live objects", () => {
  test("are read by their list, each list once and page by page", async () => {
    const { asked, get } = server({
      "/apis/apps/v1": APPS,
      "/apis/apps/v1/namespaces/keda/deployments?limit=500": {
        metadata: { continue: "n" },
        items: [deployment("a")],
      },
      "/apis/apps/v1/namespaces/keda/deployments?limit=500&continue=n": {
        items: [deployment("b")],
      },
    });
    const read = readerOfLists(get);
    const found = await Promise.all(["a", "b", "c"].map((name) => read(object(name))));
    expect(found).toEqual([
      { object: deployment("a") },
      { object: deployment("b") },
      { object: undefined },
    ]);
    expect(asked).toHaveLength(3);
  });

  test("of a group that is gone are gone; a list that may not be read is said", async () => {
    const { get } = server({ "/apis/apps/v1": APPS });
    const read = readerOfLists((path) =>
      path.endsWith("limit=500") ? Promise.resolve({ failure: "forbidden" }) : get(path),
    );
    expect(await read({ ...object("a"), apiVersion: "keda.sh/v1alpha1" })).toEqual({
      object: undefined,
    });
    expect(await read(object("a"))).toEqual({
      failure: "/apis/apps/v1/namespaces/keda/deployments could not be read: forbidden",
    });
  });
});

describe("the releases of a cluster", () => {
  const spec = specOf("local");
  const code = inventoryOfCode(spec);
  const [keda] = code.helmReleases.filter(({ name }) => name === "keda");
  if (keda === undefined) throw new Error("local has no KEDA");
  const access = { kubeconfig: undefined, context: "c" };
  const secrets = "/api/v1/secrets?limit=500&fieldSelector=type%3Dhelm.sh%2Frelease.v1";
  const stored = (version: string) =>
    Buffer.from(
      gzipSync(
        JSON.stringify({
          name: "keda",
          namespace: keda.namespace,
          version: 1,
          info: { status: "deployed" },
          chart: { metadata: { name: "keda", version } },
          config: keda.values,
          manifest: "",
        }),
      ).toString("base64"),
    ).toString("base64");
  const cluster = (releases: readonly object[]) =>
    server({
      "/apis": { groups: [] },
      "/api/v1": { resources: [{ name: "secrets", kind: "Secret", verbs: ["list"] }] },
      [secrets]: { items: releases },
    }).get;
  const secret = (name: string, release: string) => ({ metadata: { name }, data: { release } });

  test("are compared with the code; what cannot be read as a release is said", async () => {
    const onlyKeda = { ...code, helmReleases: [keda] };
    const found = await compareReleases(
      spec,
      onlyKeda,
      access,
      cluster([secret("good", stored("2.19.0")), secret("broken", "eA==")]),
    );
    expect(found.releases).toEqual([
      {
        release: "keda/keda",
        object: "HelmRelease keda/keda",
        field: "version",
        code: keda.version,
        live: "2.19.0",
      },
    ]);
    expect(found.unread).toEqual(["Secret broken holds no release that can be read"]);
    const drift = { environment: "local", context: "c", plan: undefined, ...found };
    expect(hasDrifted(drift)).toBe(true);
    const shown = renderDrift(drift, (_, text) => text);
    const row = shown.split("\n").find((line) => line.startsWith("HelmRelease keda/keda"));
    expect(row?.split(/\s{2,}/)).toEqual([
      ...["HelmRelease keda/keda", "version", keda.version, "2.19.0"],
    ]);
    expect(shown).toContain(
      "Drift in local (c): plan not asked for; 1 release and 0 objects compared, 1 field not as in the code; 1 not read. Next: ",
    );
  });

  test("that may not be read are an error, not the absence of drift", async () => {
    const { get } = server({
      "/apis": { groups: [] },
      "/api/v1": { resources: [{ name: "secrets", kind: "Secret", verbs: ["list"] }] },
    });
    await expect(compareReleases(spec, code, access, get)).rejects.toThrow(
      /the releases cannot be read.*[^]*may list Secrets/,
    );
  });
});

test("the arguments of drift name one environment", () => {
  expect(driftArguments(["local", "--without-plan", "--context", "x"])).toMatchObject({
    environment: "local",
    withoutPlan: true,
    context: "x",
    json: false,
  });
  for (const wrong of [[], ["nowhere"], ["local", "staging"], ["local", "--bogus"]]) {
    expect(() => driftArguments(wrong)).toThrow(
      /use: npm run drift|local, .*staging, .*production/,
    );
  }
});
