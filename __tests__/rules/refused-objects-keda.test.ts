import { refusedObjects } from "../../rules/refused-objects";
import { specOf } from "../support/synth";
import { foundIn } from "./manifests";

const SPECS: Readonly<Record<string, string>> = {
  ScaledJob: "{ jobTargetRef: { template: { spec: { containers: [] } } }, triggers: [] }",
  ScaledObject: "{ scaleTargetRef: { name: a }, triggers: [] }",
};
const ofKeda = (apiVersion: string, kind: string) =>
  `{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: { name: x, namespace: jobs }, spec: ${SPECS[kind] ?? "{}"} }`;

test.each([
  ["error", "keda.sh/mesh", "ScaledJob", "apiVersion: keda.sh/v1alpha1"],
  ["error", "keda.sh/v1aplha1", "ScaledJob", "apiVersion: keda.sh/v1alpha1"],
  ["error", "keda.sh/v1alpha1", "Scaledobject", "kind: ScaledObject"],
  ["warning", "keda.sh/v1", "ScaledObject", "apiVersion: keda.sh/v1alpha1"],
  [
    "warning",
    "keda.sh/v1alpha1",
    "Budget",
    "kind: one of ClusterTriggerAuthentication, ScaledJob, ScaledObject, TriggerAuthentication",
  ],
  ["warning", "eventing.keda.sh/v1", "CloudEventSource", "apiVersion: eventing.keda.sh/v1alpha1"],
])(
  "%s: KEDA has no %s %s, but for what a later one may have",
  (severity, apiVersion, kind, fix) => {
    const message = `is of ${apiVersion}, in which KEDA 2.21.0 has no kind ${kind}: the API server refuses it | ${fix}`;
    const object = ofKeda(apiVersion, kind);
    expect(foundIn(refusedObjects, object)).toEqual([`${severity} ${kind} jobs/x: ${message}`]);
    expect(foundIn(refusedObjects, object, { spec: specOf("staging") })).toEqual([
      `error ${kind} jobs/x: ${message}`,
    ]);
  },
);

test.each(["keda.h/v1alpha1", "keda.k8s.io/v1alpha1", "Keda.sh/v1alpha1", "kedash/v1alpha1"])(
  "a ScaledObject of %s is none of KEDA's",
  (apiVersion) => {
    expect(foundIn(refusedObjects, ofKeda(apiVersion, "ScaledObject"))).toEqual([
      `error ScaledObject jobs/x: is of ${apiVersion}, in which KEDA 2.21.0 has no kind ScaledObject: the API server refuses it | apiVersion: keda.sh/v1alpha1`,
    ]);
  },
);

test("KEDA's add-on for HTTP has kinds of its own", () => {
  expect(foundIn(refusedObjects, ofKeda("http.keda.sh/v1alpha1", "HTTPScaledObject"))).toEqual([]);
});
