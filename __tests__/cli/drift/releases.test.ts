import { gzipSync } from "node:zlib";
import { objectDrift, releaseDrift, lastRevisions } from "../../../cli/drift/releases";
import { type HelmRevision, readRevision } from "../../../cli/drift/release-secret";
import type { JsonObject } from "../../../inventory/json";
import type { HelmRelease } from "../../../inventory/model";
import { readForeignObjects } from "../../../inventory/reading";

const PLACE = { kind: "cluster", context: "c" } as const;
const NO_OBJECTS = readForeignObjects([]).inventory;

const coded: HelmRelease = {
  kind: "HelmRelease",
  namespace: "keda",
  name: "keda",
  releaseNamespace: "keda",
  releaseName: "keda",
  place: PLACE,
  chart: "keda",
  repository: undefined,
  version: "2.20.2",
  takesOwnership: false,
  values: { operator: { replicaCount: 2 }, address: "${data.x}" },
};

const MANIFEST = `---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: keda-operator
  namespace: keda
spec:
  replicas: 2
  template:
    spec:
      containers:
        - name: keda-operator
          image: ghcr.io/kedacore/keda:2.20.2
          resources: { requests: { cpu: 1000m } }
      volumes:
        - name: certificates
          secret: { secretName: kedaorg-certs, defaultMode: 0420 }
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: { name: keda-admission }
webhooks:
  - { name: a, clientConfig: { caBundle: eA==, service: { name: w, namespace: keda } } }
---
apiVersion: v1
kind: Secret
metadata: { name: credentials }
stringData: { user: x }
`;

const revision: HelmRevision = {
  name: "keda",
  namespace: "keda",
  revision: 3,
  status: "deployed",
  chart: "keda",
  version: "2.20.2",
  values: { operator: { replicaCount: 2 }, address: "prometheus" },
  manifest: MANIFEST,
};

/** The objects as they are when nobody touched them. */
function untouched(): Record<string, JsonObject> {
  return {
    "keda-operator": {
      metadata: { name: "keda-operator", namespace: "keda", uid: "u" },
      spec: {
        replicas: 2,
        template: {
          spec: {
            containers: [
              {
                name: "keda-operator",
                image: "ghcr.io/kedacore/keda:2.20.2",
                resources: { requests: { cpu: "1" } },
                imagePullPolicy: "Always",
              },
            ],
            volumes: [
              { name: "certificates", secret: { secretName: "kedaorg-certs", defaultMode: 272 } },
            ],
          },
        },
      },
    },
    "keda-admission": {
      metadata: { name: "keda-admission" },
      webhooks: [
        {
          name: "a",
          clientConfig: { caBundle: "eQ==", service: { name: "w", namespace: "keda" } },
        },
      ],
    },
    credentials: { metadata: { name: "credentials", namespace: "keda" }, data: { user: "eA==" } },
  };
}

const drift = async (live: Record<string, JsonObject>, inventory = NO_OBJECTS) =>
  (await objectDrift(revision, inventory, ({ name }) => Promise.resolve({ object: live[name] })))
    .drifts;

/** As Helm writes it. */
const stored = (json: object) =>
  Buffer.from(gzipSync(JSON.stringify(json)).toString("base64")).toString("base64");

describe("a release in the cluster", () => {
  test("is read from Helm's Secret", () => {
    const data = stored({
      name: "keda",
      namespace: "keda",
      version: 3,
      info: { status: "deployed" },
      chart: { metadata: { name: "keda", version: "2.20.2" } },
      config: revision.values,
      manifest: MANIFEST,
    });
    expect(readRevision(data)).toEqual(revision);
    expect(() => readRevision(stored({ name: "keda" }))).toThrow(/namespace/);
  });

  test("counts with its last good revision", () => {
    const failed = { ...revision, revision: 4, status: "failed" };
    const old = { ...revision, revision: 2, status: "superseded" };
    expect(lastRevisions([old, failed, revision])).toEqual([revision]);
    expect(lastRevisions([failed])).toEqual([failed]);
  });

  test("that is as the code says is no drift; a value that only the apply knows is not compared", () => {
    expect(releaseDrift([coded], [revision], ["keda"])).toEqual([]);
  });

  test("of another version, with changed, added and removed values, is named field by field", () => {
    const changed = {
      ...revision,
      version: "2.19.0",
      values: { operator: { replicaCount: 1, extra: true }, adminPassword: "hello" },
    };
    const found = releaseDrift([coded], [changed], ["keda"]);
    expect(found.map(({ field, code, live }) => [field, code, live])).toEqual([
      ["version", "2.20.2", "2.19.0"],
      ["values.operator.replicaCount", "2", "1"],
      ["values.operator.extra", "none", "true"],
      ["values.adminPassword", "none", "(masked)"],
    ]);
  });

  test("that is gone, or that the code does not know, is named; not those in others' namespaces", () => {
    const stranger = { ...revision, name: "extra", chart: "extra", version: "1.0.0" };
    const elsewhere = { ...stranger, namespace: "another-team" };
    expect(releaseDrift([coded], [stranger, elsewhere], ["keda"])).toEqual([
      {
        release: "keda/keda",
        object: "HelmRelease keda/keda",
        field: "(object)",
        code: "keda 2.20.2",
        live: "none",
      },
      {
        release: "keda/extra",
        object: "HelmRelease keda/extra",
        field: "(object)",
        code: "none",
        live: "extra 1.0.0",
      },
    ]);
  });
});

describe("the objects of a release", () => {
  test("that nobody touched are no drift: defaults, quantities, octal modes, KEDA's own authority", async () => {
    expect(await drift(untouched())).toEqual([]);
  });

  test("that somebody changed by hand are named with the code's and the live value", async () => {
    const live = untouched();
    const text = JSON.stringify(live["keda-operator"]).replace("keda:2.20.2", "keda:2.18.0");
    live["keda-operator"] = JSON.parse(text);
    expect(await drift(live)).toEqual([
      {
        release: "keda/keda",
        object: "Deployment keda/keda-operator",
        field: "spec.template.spec.containers.keda-operator.image",
        code: "ghcr.io/kedacore/keda:2.20.2",
        live: "ghcr.io/kedacore/keda:2.18.0",
      },
    ]);
  });

  test("that are gone are named, and a Secret's value is masked", async () => {
    const live = untouched();
    delete live["keda-admission"];
    live["credentials"] = {
      metadata: { name: "credentials", namespace: "keda" },
      data: { user: "aGVsbG8=" },
    };
    expect((await drift(live)).map(({ object, field, live: now }) => [object, field, now])).toEqual(
      [
        ["ValidatingWebhookConfiguration keda-admission", "(object)", "none"],
        ["Secret keda/credentials", "data.user", "(masked)"],
      ],
    );
  });

  test("have the replicas that an autoscaler gives them, and no others", async () => {
    const live = untouched();
    live["keda-operator"] = JSON.parse(
      JSON.stringify(live["keda-operator"]).replace('"replicas":2', '"replicas":5'),
    );
    expect((await drift(live)).map(({ field }) => field)).toEqual(["spec.replicas"]);
    const hpa = {
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata: { name: "h", namespace: "keda" },
      spec: { scaleTargetRef: { kind: "Deployment", name: "keda-operator" }, maxReplicas: 5 },
    };
    const { inventory } = readForeignObjects([{ object: hpa, place: PLACE }]);
    expect(await drift(live, inventory)).toEqual([]);
  });
});
