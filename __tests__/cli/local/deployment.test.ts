import { existsSync } from "node:fs";
import path from "node:path";
import { deployLocal, destroyLocal } from "../../../cli/local/deployment";
import { temporaryFolder } from "../../support/temporary-folder";

jest.mock("../../../runtime/cluster-client", () => ({
  ClusterClient: class {
    readonly core = {
      listSecretForAllNamespaces: () => Promise.reject(new Error("connect ECONNREFUSED")),
    };
  },
}));

test.each([
  ["deployed", deployLocal],
  ["destroyed", destroyLocal],
])("a cluster that does not answer is named before anything is %s or left", async (_what, act) => {
  const folder = path.join(temporaryFolder(), "deployment");
  await expect(act({ context: "lab", folder }, () => {})).rejects.toMatchObject({
    message: expect.stringMatching(/context lab does not answer.*ECONNREFUSED/),
    remedy: expect.stringContaining("kubectl --context lab get secrets"),
  });
  expect(existsSync(folder)).toBe(false);
});
