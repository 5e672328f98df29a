import { environmentName } from "../../../environments";
import { Migration } from "../../../cli/migrate-claims/migrate";
import { cluster } from "../../support/memory-cluster";
import { migratingCluster } from "../../support/migrating-cluster";

jest.mock("../../../runtime/cluster-client", () =>
  jest.requireActual("../../support/memory-cluster"),
);
const mockChange: { env: object | undefined } = { env: undefined };
jest.mock("../../../cli/switches/change-environment", () => ({
  changeEnvironment: ({ env }: { env: object }) => {
    mockChange.env = env;
    return Promise.resolve({ outcome: "not applied", deployment: { failure: new Error("stop") } });
  },
}));

beforeEach(() => {
  cluster.current = migratingCluster();
  mockChange.env = undefined;
});

function migration(context: string): Migration {
  return new Migration({
    environment: environmentName("staging"),
    application: undefined,
    claims: [],
    kubeconfig: undefined,
    context,
    yes: true,
    commit: true,
    allowDestroy: [],
    openNetwork: undefined,
    ask: undefined,
    say: () => {},
    show: () => {},
  });
}

test("deploys go to the cluster whose claims are looked at", async () => {
  await expect(migration("fluxibri-staging").run()).rejects.toThrow("stop");
  expect(mockChange.env).toEqual({ KUBE_CONTEXT: "fluxibri-staging" });
});

test("another cluster than that of the deploys is refused before anything is done", async () => {
  await expect(migration("lab").run()).rejects.toThrow(
    "staging is deployed to fluxibri-staging, as its data says, and --context names lab",
  );
  expect(mockChange.env).toBeUndefined();
});
