import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { V1Pod } from "@kubernetes/client-node";
import { ClusterClient } from "../../../runtime/cluster-client";
import { hostedDeletionCost } from "../../../testbed/hosted/deletion-cost";
import { ServiceNames } from "../../../testbed/service-names";
import { temporaryFolder } from "../../support/temporary-folder";

jest.mock("../../../runtime/cluster-client", () =>
  jest.requireActual("../../support/fake-cluster"),
);

const folder = temporaryFolder();
const client = new ClusterClient(undefined);
const keeper = hostedDeletionCost({
  folder,
  server: "https://127.0.0.1:6443",
  python: "/venv/bin/python",
  celery: () => Promise.resolve("/celery/bin/python"),
  client,
  names: new ServiceNames(client, folder),
});

mkdirSync(path.join(folder, "pki"));
writeFileSync(path.join(folder, "pki", "ca.crt"), "authority");
jest.mocked(client.core.createNamespacedServiceAccountToken).mockResolvedValue({
  spec: { audiences: [] },
  status: { token: "abc", expirationTimestamp: new Date() },
});
jest.mocked(client.core.readNamespacedConfigMap).mockResolvedValue({
  data: { "keep_deletion_cost.py": "print()", "queue_library.py": "KNOWN = 1" },
});

const pod: V1Pod = {
  metadata: { name: "deletion-cost-1", namespace: "montage-ai", uid: "1" },
  spec: {
    serviceAccountName: "deletion-cost",
    containers: [
      {
        name: "keeper",
        command: ["python", "/program/keep_deletion_cost.py"],
        volumeMounts: [{ name: "program", mountPath: "/program" }],
      },
    ],
    volumes: [{ name: "program", configMap: { name: "deletion-cost" } }],
  },
};

test("what runs is the program of the pod's ConfigMap", async () => {
  const { program, args } = await keeper.command(pod);
  expect(program).toBe("/venv/bin/python");
  expect(readFileSync(args[0] ?? "", "utf8")).toBe("print()");
  const library = path.join(path.dirname(args[0] ?? ""), "queue_library.py");
  expect(readFileSync(library, "utf8")).toBe("KNOWN = 1");
  expect(client.core.readNamespacedConfigMap).toHaveBeenCalledWith({
    name: "deletion-cost",
    namespace: "montage-ai",
  });
});

test("it finds the API server, and has the rights of the pod's own service account", async () => {
  const { env } = await keeper.command(pod);
  expect(env).toMatchObject({
    KUBERNETES_SERVICE_HOST: "127.0.0.1",
    KUBERNETES_SERVICE_PORT: "6443",
  });
  const account = env["SERVICE_ACCOUNT"] ?? "";
  expect(readFileSync(path.join(account, "token"), "utf8")).toBe("abc");
  expect(readFileSync(path.join(account, "ca.crt"), "utf8")).toBe("authority");
});

test("no other pod is taken for it", () => {
  const web: V1Pod = { spec: { containers: [{ name: "web", command: ["python", "-m", "web"] }] } };
  expect(keeper.matches(pod)).toBe(true);
  expect(keeper.matches(web)).toBe(false);
});

test("a keeper that asks Celery's workers runs where celery is", async () => {
  const asking = structuredClone(pod);
  const env = [{ name: "CELERY_BROKER_URL", value: "redis://127.0.0.9:6379/0" }];
  for (const container of asking.spec?.containers ?? []) container.env = env;
  const { program, env: variables } = await keeper.command(asking);
  expect(program).toBe("/celery/bin/python");
  expect(variables["CELERY_BROKER_URL"]).toBe("redis://127.0.0.9:6379/0");
});
