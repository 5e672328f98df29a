import { capacity } from "../../../rules/capacity";
import { specOf } from "../../support/synth";
import { foundIn } from "../manifests";

const pod = (request: string) => `
apiVersion: v1
kind: Pod
metadata: { name: a, namespace: jobs }
spec: { containers: [{ name: a, resources: { requests: { cpu: "${request}" }, limits: { cpu: "1" } } }] }
`;

const refusedOf = (request: string) =>
  foundIn(capacity, pod(request), { spec: specOf("staging") }).filter((line) =>
    line.includes("the API server refuses the pods"),
  );

test("hundreds of CPUs are thousandths without their unit, and the fix writes them", () => {
  expect(refusedOf("250")).toEqual([
    'error Pod jobs/a: container a asks for cpu 250, and its limit is 1: the API server refuses the pods | set limits.cpu of container a to at least "250", or requests.cpu to at most "1"; 250 is a number of CPUs, a thousandth of that is "250m"',
  ]);
});

test("a few CPUs are meant as they are", () => {
  expect(refusedOf("2")).toEqual([expect.stringMatching(/or requests\.cpu to at most "1"$/)]);
  expect(refusedOf("250m")).toEqual([]);
});
