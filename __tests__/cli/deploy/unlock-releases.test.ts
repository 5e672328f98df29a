import { specOf } from "../../support/synth";
import { unlockReleases } from "../../../cli/deploy/unlock-releases";
import { installedCharts } from "../../../environments/switched";
import { ClusterClient } from "../../../runtime/cluster-client";

jest.mock("../../../runtime/cluster-client", () =>
  jest.requireActual("../../support/fake-cluster"),
);

const client = new ClusterClient(undefined);
const list = jest.mocked(client.core.listSecretForAllNamespaces);
const remove = jest.mocked(client.core.deleteNamespacedSecret);
const spec = specOf("local");
let lines: string[];
const unlock = () => unlockReleases(client, spec, (line) => lines.push(line));

beforeEach(() => {
  lines = [];
  list.mockReset().mockResolvedValue({ items: [] });
  remove.mockReset();
});

test("only revisions of our own releases are asked for, in states that lock them", async () => {
  expect(await unlock()).toEqual([]);
  const names = installedCharts(spec).join(",");
  expect(list).toHaveBeenCalledWith({
    labelSelector: `owner=helm,name in (${names}),status in (pending-install,pending-upgrade,pending-rollback)`,
  });
  expect(names).toContain("keda,");
  expect(remove).not.toHaveBeenCalled();
});

test("the locked revision goes, and the release is named with the state it was left in", async () => {
  list.mockResolvedValue({
    items: [
      {
        metadata: {
          name: "sh.helm.release.v1.keda.v2",
          namespace: "keda",
          labels: { name: "keda", status: "pending-upgrade" },
        },
      },
    ],
  });
  expect(await unlock()).toEqual(["keda/keda"]);
  expect(remove).toHaveBeenCalledWith({ name: "sh.helm.release.v1.keda.v2", namespace: "keda" });
  expect(lines).toEqual([
    "release keda/keda was left pending-upgrade by an apply that broke off: unlocked",
  ]);
});

test("a release of the same name in a namespace that is not ours stays locked", async () => {
  list.mockResolvedValue({
    items: [
      {
        metadata: {
          name: "sh.helm.release.v1.keda.v1",
          namespace: "another-team",
          labels: { name: "keda", status: "pending-install" },
        },
      },
    ],
  });
  expect(await unlock()).toEqual([]);
  expect(remove).not.toHaveBeenCalled();
});
