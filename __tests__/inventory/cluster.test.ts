import { ConfigurationError } from "../../environments/errors";
import { readCluster } from "../../inventory/cluster";

const access = { kubeconfig: "admin.kubeconfig", context: "staging" };
const resource = (name: string, kind: string, verbs = ["get", "list"]) => ({ name, kind, verbs });

/** An API server with quotas on two pages, a forbidden kind, and a group that does not answer. */
const ANSWERS: Readonly<Record<string, unknown>> = {
  "/apis": {
    groups: [
      { name: "apps", preferredVersion: { groupVersion: "apps/v1" } },
      { name: "keda.sh", preferredVersion: { groupVersion: "keda.sh/v1alpha1" } },
      { name: "other.io", preferredVersion: { groupVersion: "other.io/v1" } },
    ],
  },
  "/api/v1": {
    resources: [
      resource("resourcequotas", "ResourceQuota"),
      resource("resourcequotas/status", "ResourceQuota"),
      resource("secrets", "Secret"),
      resource("pods", "Pod", ["get"]),
      resource("endpoints", "Endpoints"),
    ],
  },
  "/apis/apps/v1": { resources: [resource("deployments", "Deployment")] },
  "/api/v1/resourcequotas?limit=500": {
    metadata: { continue: "a=b" },
    items: [{ metadata: { name: "first", namespace: "ns" } }],
  },
  "/api/v1/resourcequotas?limit=500&continue=a%3Db": {
    metadata: {},
    items: [{ metadata: { name: "second", namespace: "ns" } }],
  },
  "/apis/apps/v1/deployments?limit=500": { items: [{ metadata: { name: "d" }, spec: 7 }] },
};

function server(answers: Readonly<Record<string, unknown>>) {
  const asked: string[] = [];
  const get = (path: string) => {
    asked.push(path);
    const json = answers[path];
    return Promise.resolve(json === undefined ? { failure: "forbidden" } : { json });
  };
  return { asked, get };
}

describe("a cluster", () => {
  test("is read kind by kind and page by page; what may not be read is a problem", async () => {
    const { asked, get } = server(ANSWERS);
    const { inventory, problems } = await readCluster(access, get);
    const place = { kind: "cluster", context: "staging" };
    expect(inventory.resourceQuotas).toMatchObject([
      { name: "first", place },
      { name: "second", place },
    ]);
    expect(problems).toEqual([
      { place, message: "keda.sh/v1alpha1 could not be read: forbidden" },
      { place, message: "Secret objects could not be read: forbidden" },
      { place, message: expect.stringContaining("spec: ") },
    ]);
    expect(asked.sort()).toEqual(
      [...Object.keys(ANSWERS), "/apis/keda.sh/v1alpha1", "/api/v1/secrets?limit=500"].sort(),
    );
  });

  test("that does not answer is an error with context, kubeconfig and what to try", async () => {
    const read = readCluster(access, server({}).get);
    await expect(read).rejects.toThrow(ConfigurationError);
    await expect(read).rejects.toThrow(
      'admin.kubeconfig: contexts\n  is:    "staging"\n  error: the cluster does not answer: forbidden\n  fix:   name a context of kubectl --kubeconfig admin.kubeconfig config get-contexts, and see that kubectl --kubeconfig admin.kubeconfig --context staging get nodes answers',
    );
  });
});
