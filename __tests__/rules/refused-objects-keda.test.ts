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
  ["keda.sh/mesh", "ScaledJob", "apiVersion: keda.sh/v1alpha1"],
  ["keda.sh/v1", "ScaledObject", "apiVersion: keda.sh/v1alpha1"],
  [
    "keda.sh/v1alpha1",
    "ScaleObject",
    "kind: one of ClusterTriggerAuthentication, ScaledJob, ScaledObject, TriggerAuthentication",
  ],
  ["eventing.keda.sh/v1", "CloudEventSource", "apiVersion: eventing.keda.sh/v1alpha1"],
])("KEDA has no %s %s", (apiVersion, kind, fix) => {
  const message = `is of ${apiVersion}, in which KEDA 2.21.0 has no kind ${kind}: the API server refuses it | ${fix}`;
  const object = ofKeda(apiVersion, kind);
  expect(foundIn(refusedObjects, object)).toEqual([`warning ${kind} jobs/x: ${message}`]);
  expect(foundIn(refusedObjects, object, { spec: specOf("staging") })).toEqual([
    `error ${kind} jobs/x: ${message}`,
  ]);
});

test("KEDA's add-on for HTTP has kinds of its own", () => {
  expect(foundIn(refusedObjects, ofKeda("http.keda.sh/v1alpha1", "HTTPScaledObject"))).toEqual([]);
});
