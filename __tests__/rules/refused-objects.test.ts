import { chartPins } from "../../environments/chart-pins";
import { parse } from "yaml";
import { isObject } from "../../inventory/json";
import { readForeignObjects } from "../../inventory/reading";
import { refusedObjects } from "../../rules/refused-objects";
import { specOf } from "../support/synth";
import { findingsIn } from "./fixture";
import { foundInCluster, foundInYaml } from "./foreign";
import { foundIn } from "./manifests";

const found = (yaml: string) => foundInYaml(refusedObjects, yaml);

function deployment(container: string, spec = ""): string {
  return `{ apiVersion: apps/v1, kind: Deployment, metadata: { name: d, namespace: jobs }, spec: { ${spec} selector: {}, template: { spec: { containers: [{ name: a, ${container} }] } } } }`;
}

function literally(text: string): string {
  return text.replace(/[[\]().|]/g, "\\$&");
}

describe("refused-objects", () => {
  test("a version that the environment's operator does not serve is an error with the one to write", () => {
    expect(findingsIn("invalid", "refused-objects")).toEqual([
      expect.objectContaining({
        severity: "error",
        object: "ExternalSecret jobs/pull",
        message: `is of external-secrets.io/v1beta1, which external-secrets 0.17 and newer do not serve, and staging has ${chartPins()["external-secrets"].version}: the API server refuses it`,
      }),
    ]);
  });

  test.each([
    ["APP_PORT", 0],
    ["PORT", 0],
    ["web", 1],
  ])(
    "containerPort: %s gives %i findings: a name in capitals is filled in later",
    (port, count) => {
      const object: unknown = parse(deployment(`ports: [{ containerPort: ${port} }]`));
      if (!isObject(object)) throw new Error("the test's document is no object");
      const { inventory } = readForeignObjects([
        { object, place: { kind: "file", file: "app.yaml", line: 1 } },
      ]);
      expect(refusedObjects.check(inventory, undefined)).toHaveLength(count);
    },
  );

  test.each([
    [
      "env: [{ name: PORT, value: 8080 }]",
      "env[0].value is the number 8080 and must be a string",
      'value: "8080"',
    ],
    [
      "env: [{ name: DEBUG, value: true }]",
      "env[0].value is true and must be a string",
      'value: "true"',
    ],
    [
      'ports: [{ containerPort: "80" }]',
      "ports[0].containerPort is a string and must be a whole number",
      "containerPort: 80, without quotes",
    ],
    ["command: run", "command is a string and must be a list", "<a list>"],
    ["resources: [cpu]", "resources is a list and must be a mapping", "<a mapping>"],
  ])("%s has another type than the API's", (container, message, fix) => {
    const object: unknown = parse(deployment(container));
    if (!isObject(object)) throw new Error("the test's document is no object");
    const { inventory } = readForeignObjects([
      { object, place: { kind: "file", file: "app.yaml", line: 1 } },
    ]);
    const [finding] = refusedObjects.check(inventory, undefined);
    expect(finding?.severity).toBe("error");
    expect(finding?.message).toBe(
      `spec.template.spec.containers[0].${message}: the API server refuses the object`,
    );
    expect(finding?.fix).toContain(fix);
  });

  test.each([
    "resources: { requests: { cpu: 1, memory: 512Mi } }",
    "livenessProbe: { httpGet: { port: http, path: / } }, readinessProbe: { httpGet: { port: 80 } }",
    "securityContext: { privileged: no }",
    'livenessProbe: { periodSeconds: "${PERIOD}" }',
    "env: [{ name: A, value: null }]",
    "workingDir: {.folder}",
    "command:",
  ])("%s is as the API has it, or a template", (container) => {
    expect(found(deployment(container))).toEqual([]);
  });

  test.each([
    ["env: [{ name: A, value: yes }]", "env[0].value is yes, which YAML takes for true,", '"yes"'],
    ["args: [a, off]", "args[1] is off, which YAML takes for false,", '"off"'],
    ["args: [0755, '0755']", "args[0] is 0755, which YAML takes for the number 493,", '"0755"'],
    [
      "env: [{ name: V, value: 1.10 }]",
      "env[0].value is 1.10, which YAML takes for the number 1.1,",
      '"1.10"',
    ],
    ["workingDir: 1_0", "workingDir is 1_0, which YAML takes for the number 10,", '"1_0"'],
  ])("%s is no text to the API server; the fix is what is written", (container, says, fix) => {
    const path = "spec.template.spec.containers[0].";
    expect(foundIn(refusedObjects, deployment(container))).toEqual([
      expect.stringMatching(
        new RegExp(
          `^error Deployment jobs/d: ${literally(`${path}${says} and must be a string: the API server refuses the object | ${path}`)}.*: ${fix}$`,
        ),
      ),
    ]);
  });

  test.each([
    "env: [{ name: A, value: 12:30 }, { name: B, value: 2001-01-01 }, { name: C, value: yEs }]",
    "ports: [{ containerPort: 0x50 }, { containerPort: 8_080 }]",
    "securityContext: { privileged: off }",
  ])("%s is what the API server reads", (container) => {
    expect(found(deployment(container))).toEqual([]);
  });

  test("a quoted word where a switch belongs is refused", () => {
    expect(found(deployment('securityContext: { privileged: "yes" }'))).toEqual([
      expect.stringContaining("privileged is a string and must be true or false"),
    ]);
  });

  test("a key that YAML takes for something else is a warning: the API server gets another", () => {
    const map = (data: string) =>
      `{ apiVersion: v1, kind: ConfigMap, metadata: { name: c }, data: { ${data} } }`;
    expect(foundIn(refusedObjects, map("on: a, 0777: b"))).toEqual([
      'warning ConfigMap default/c: has the key on in data, which YAML takes for true: the API server gets the key true, and nothing reads on | write "on": in quotes',
      'warning ConfigMap default/c: has the key 0777 in data, which YAML takes for 511: the API server gets the key 511, and nothing reads 0777 | write "0777": in quotes',
    ]);
    expect(found(map('"on": a, 10: b, one: c'))).toEqual([]);
  });

  test("a field with a typing error is a warning with the name that is meant", () => {
    expect(foundIn(refusedObjects, deployment("imagePullPolice: Always"))).toEqual([
      "warning Deployment jobs/d: has spec.template.spec.containers[0].imagePullPolice, which Deployment does not have (Kubernetes 1.35): kubectl refuses the object, others leave it out without a word | write imagePullPolicy in place of imagePullPolice",
    ]);
  });

  test("a patch's directives and what SOPS writes are no fields", () => {
    expect(
      found(
        `{ apiVersion: v1, kind: ConfigMap, metadata: { name: c, $patch: delete }, sops: { mac: x } }`,
      ),
    ).toEqual([]);
  });

  test("a cluster holds what its API server took: nothing is said of newer fields", () => {
    expect(foundInCluster(refusedObjects, deployment("newerField: 1"), undefined)).toEqual([]);
  });

  test.each([
    ["batch/v1beta1 CronJob", "which Kubernetes 1.25 and newer do not serve"],
    ["autoscaling/v2beta2 HorizontalPodAutoscaler", "which Kubernetes 1.26 and newer do not serve"],
    ["extensions/v1beta1 Ingress", "which Kubernetes 1.22 and newer do not serve"],
    [
      "external-secrets.io/v1beta1 ExternalSecret",
      "which external-secrets 0.17 and newer do not serve",
    ],
  ])("%s is a warning where no cluster is known", (kind, message) => {
    const [apiVersion, name] = kind.split(" ");
    const yaml = `{ apiVersion: ${apiVersion}, kind: ${name}, metadata: { name: x, namespace: jobs }, spec: { scaleTargetRef: { kind: D, name: d }, jobTemplate: { spec: { template: { spec: {} } } } } }`;
    expect(found(yaml)).toEqual([expect.stringMatching(`^warning ${name} jobs/x: .*${message}`)]);
  });

  test("an environment's Kubernetes decides what is removed", () => {
    const yaml =
      "{ apiVersion: batch/v1beta1, kind: CronJob, metadata: { name: x, namespace: jobs }, spec: { jobTemplate: { spec: { template: { spec: {} } } } } }";
    expect(foundIn(refusedObjects, yaml, { spec: specOf("staging") })).toEqual([
      "error CronJob jobs/x: is batch/v1beta1 CronJob, which Kubernetes 1.25 and newer do not serve, and staging has 1.35: the API server refuses it | write apiVersion: batch/v1, and its fields as they are there",
    ]);
  });

  test("a kind in another group's version is an error", () => {
    expect(
      found(
        "{ apiVersion: v1, kind: Deployment, metadata: { name: x }, spec: { selector: {}, template: { spec: {} } } }",
      ),
    ).toEqual([
      "error Deployment default/x: is of v1, which has no kind Deployment (Kubernetes 1.35): the API server refuses it",
    ]);
  });

  test("a version that a later Kubernetes may serve is an error only where the cluster's is known", () => {
    const yaml =
      "{ apiVersion: admissionregistration.k8s.io/v1, kind: MutatingAdmissionPolicy, metadata: { name: m } }";
    expect(found(yaml)).toEqual([]);
    expect(foundIn(refusedObjects, yaml, { spec: specOf("staging") })).toHaveLength(1);
  });

  test("a CRD beside an object says which versions are served", () => {
    const crd =
      "{ apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: { name: queues.example.com }, spec: { group: example.com, names: { kind: Queue }, versions: [{ name: v1alpha1, served: false }, { name: v1, served: true }] } }";
    const queue = (version: string) =>
      `{ apiVersion: example.com/${version}, kind: Queue, metadata: { name: q } }`;
    expect(found(`${crd}\n---\n${queue("v1")}`)).toEqual([]);
    expect(found(`${crd}\n---\n${queue("v1alpha1")}`)).toEqual([
      "error Queue default/q: is of example.com/v1alpha1, and CustomResourceDefinition queues.example.com serves v1: the API server refuses it",
    ]);
  });

  test.each([
    ["{ requests: { nvidia.com/gpu: 1 } }", 1],
    ["{ requests: { nvidia.com/gpu: 1 }, limits: { nvidia.com/gpu: 2 } }", 1],
    ["{ requests: { nvidia.com/gpu: 1 }, limits: { nvidia.com/gpu: 1 } }", 0],
    ["{ limits: { nvidia.com/gpu: 1 } }", 0],
    ["{ requests: { cpu: 1 } }", 0],
  ])("resources %s: %p finding", (resources, count) => {
    expect(found(deployment(`resources: ${resources}`))).toHaveLength(count);
  });
});
