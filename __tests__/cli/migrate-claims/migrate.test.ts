import { environmentName } from "../../../environments";
import type { KubernetesObject, V1Deployment } from "@kubernetes/client-node";
import { type MigrateProps, Migration } from "../../../cli/migrate-claims/migrate";
import type * as environmentsModule from "../../../environments";
import type { ClaimMove, EnvironmentSpec, Switches } from "../../../environments/schema";
import { cluster } from "../../support/memory-cluster";
import { CLAIMS, copies, deployClaims, migratingCluster } from "../../support/migrating-cluster";

jest.mock("../../../runtime/cluster-client", () =>
  jest.requireActual("../../support/memory-cluster"),
);
jest.mock("node:timers/promises", () => ({ setTimeout: () => Promise.resolve() }));

/** The data of the test: what `claimMoves` says. */
const mockData: { moves: Record<string, ClaimMove>; crash: () => void } = {
  moves: {},
  crash: () => {},
};
jest.mock("../../../environments", () => {
  const actual: typeof environmentsModule = jest.requireActual("../../../environments");
  // Every step loads it anew; the rest of its data is the same in all sixty migrations.
  const loaded = new Map<string, EnvironmentSpec>();
  return {
    ...actual,
    loadEnvironment: (...args: Parameters<typeof actual.loadEnvironment>): EnvironmentSpec => {
      const key = JSON.stringify(args);
      const spec = loaded.get(key) ?? actual.loadEnvironment(...args);
      loaded.set(key, spec);
      return { ...spec, switches: { ...spec.switches, claimMoves: { ...mockData.moves } } };
    },
  };
});
const mockDeploy = () => {
  mockData.crash();
  deployClaims(cluster.current, mockData.moves);
  return Promise.resolve({ failure: undefined });
};
jest.mock("../../../cli/deploy/deploy-environment", () => ({
  deployEnvironment: () => mockDeploy(),
}));
jest.mock("../../../cli/switches/change-environment", () => ({
  changeEnvironment: async ({ wanted }: { wanted(switches: object): Switches }) => {
    const { claimMoves } = wanted({ claimMoves: { ...mockData.moves } });
    if (JSON.stringify(claimMoves) === JSON.stringify(mockData.moves)) {
      return { outcome: "already so" };
    }
    mockData.crash();
    mockData.moves = claimMoves;
    return { outcome: "applied", deployment: await mockDeploy() };
  },
}));

/** Some sixty migrations, one for each write. */
jest.setTimeout(120_000);

let said: string[];

beforeEach(() => {
  cluster.current = migratingCluster();
  copies.fail = false;
  mockData.moves = {};
  mockData.crash = () => {};
  said = [];
});

function migration(props: Partial<MigrateProps> = {}): Migration {
  return new Migration({
    environment: environmentName("staging"),
    application: "montage-ai",
    claims: [],
    kubeconfig: undefined,
    context: "fluxibri-staging",
    yes: true,
    commit: true,
    allowDestroy: [],
    openNetwork: undefined,
    ask: undefined,
    say: (line) => said.push(line),
    show: () => {},
    ...props,
  });
}

/** What a migration is to leave behind. */
function outcome() {
  const deployments = cluster.current.all<V1Deployment & KubernetesObject>("Deployment");
  return {
    moves: mockData.moves,
    claims: cluster.current
      .all("PersistentVolumeClaim")
      .map(({ metadata }) => metadata?.name)
      .sort(),
    replicas: Object.fromEntries(
      deployments.map(({ metadata, spec }) => [metadata?.name, spec?.replicas]),
    ),
    mounted: deployments[0]?.spec?.template.spec?.volumes?.map(
      ({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName,
    ),
    annotations: cluster.current.all("ScaledObject")[0]?.metadata?.annotations ?? {},
    left: [...cluster.current.all("Job"), ...cluster.current.all("ConfigMap")].length,
  };
}

const END = {
  moves: Object.fromEntries(CLAIMS.map((name) => [name, "moved"])),
  claims: [...CLAIMS, ...CLAIMS.map((name) => `${name}-rwx`)].sort(),
  replicas: { "montage-ai-worker": 3, "montage-ai-web": 2, "montage-ai-cgpu": 1 },
  mounted: CLAIMS.map((name) => `${name}-rwx`),
  annotations: {},
  left: 0,
};

test("goes through all steps; the old claims are kept, and everything runs as before", async () => {
  expect(await migration().run()).toBeUndefined();
  expect(outcome()).toEqual(END);
  expect(said.filter((line) => line.startsWith("\n")).map((line) => line.split(":")[0])).toEqual([
    "\nNew claims beside the old ones",
    "\nFirst copy, while the workload runs",
    "\nThe workload stops",
    "\nFinal copy, without writers",
    "\nThe workload moves to the new claims",
    "\nThe workload starts",
    "\nJobs and journal go",
  ]);
});

test("while it copies last, KEDA is paused and nobody has a claim mounted", async () => {
  const { controller } = cluster.current;
  const seen: unknown[] = [];
  cluster.current.controller = (object) => {
    if (object.kind === "Job" && object.metadata?.name?.endsWith("-final")) {
      seen.push([
        cluster.current.all("ScaledObject")[0]?.metadata?.annotations,
        cluster.current.all("Pod").filter(({ metadata }) => metadata?.labels?.["owner"]).length,
      ]);
    }
    controller(object);
  };
  await migration().run();
  // One pod is the one without claims.
  expect(seen).toEqual(CLAIMS.map(() => [{ "autoscaling.keda.sh/paused-replicas": "0" }, 1]));
});

test("killed before any of its writes and called again it comes to the same end", async () => {
  let total = 0;
  cluster.current.beforeWrite = () => (total += 1);
  mockData.crash = () => (total += 1);
  await migration().run();
  expect(total).toBeGreaterThan(25);
  for (let last = 1; last <= total; last += 1) {
    cluster.current = migratingCluster();
    mockData.moves = {};
    let writes = 0;
    const count = () => {
      writes += 1;
      if (writes === last) throw new Error("killed");
    };
    cluster.current.beforeWrite = count;
    mockData.crash = count;
    await expect(migration().run()).rejects.toThrow(/" broke off: killed/);
    expect(await migration().run()).toBeUndefined();
    expect({ last, ...outcome() }).toEqual({ last, ...END });
  }
});

test("without a terminal and --yes it does nothing and names the next step", async () => {
  const step = await migration({ yes: false }).run();
  expect(step?.name).toBe("declare");
  expect(mockData.moves).toEqual({});
});

test("a person decides on each step", async () => {
  const answers = ["yes", "yes", "no"];
  const ask = () => Promise.resolve(answers.shift() ?? "no");
  expect((await migration({ yes: false, ask }).run())?.name).toBe("stop");
  expect(outcome().replicas).toEqual(END.replicas);
});

test("a copy that fails names its files, and is made again by the next call", async () => {
  copies.fail = true;
  await expect(migration().run()).rejects.toMatchObject({
    message: expect.stringContaining("./film: cannot be copied"),
    remedy: expect.stringContaining("kubectl -n montage-ai logs job/copy-montage-input-first"),
  });
  copies.fail = false;
  await migration().run();
  expect(outcome()).toEqual(END);
});

test("a copy whose report is lost is made again by the next call", async () => {
  const { controller } = cluster.current;
  cluster.current.controller = (object) => {
    controller(object);
    if (object.kind === "Job") cluster.current.delete("Pod", `${object.metadata?.name}-pod`);
  };
  await expect(migration().run()).rejects.toThrow("failed after 0 attempts");
  cluster.current.controller = controller;
  await migration().run();
  expect(outcome()).toEqual(END);
});

test("a final copy does not count when the workload ran after it", async () => {
  const answers = ["yes", "yes", "yes", "yes", "no"];
  const ask = () => Promise.resolve(answers.shift() ?? "no");
  expect((await migration({ yes: false, ask }).run())?.name).toBe("cut-over");
  await migration().giveUp();
  expect(outcome()).toMatchObject({ replicas: END.replicas, annotations: {}, mounted: CLAIMS });
  said = [];
  await migration().run();
  expect(said.join("\n")).toContain("Final copy");
  expect(outcome()).toEqual(END);
});

test("after the cut-over there is nothing to give up: the old claims lack what was written", async () => {
  await migration().run();
  await expect(migration().giveUp()).rejects.toThrow("the old ones lack what was written since");
});

test("some claims only are refused while the first deploy would replace the others", async () => {
  await expect(migration({ claims: ["montage-input"] }).run()).rejects.toThrow(
    "montage-output, montage-music, montage-assets would be replaced by an empty one",
  );
});

test("a claim that the environment does not have is refused with those that it has", () => {
  expect(() => migration({ claims: ["montage-cache"] })).toThrow(
    /staging has no claim of this name[^]*montage-input, montage-output/,
  );
});

test("a successor that somebody uses already is not copied to", async () => {
  cluster.current.put({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "stranger" },
    ...{ spec: { volumes: [{ persistentVolumeClaim: { claimName: "montage-input-rwx" } }] } },
  });
  await expect(migration().run()).rejects.toThrow(/pods use what shall be copied to[^]*stranger/);
});
