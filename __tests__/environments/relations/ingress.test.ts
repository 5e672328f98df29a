import { IngressV1 } from "@cdktf/provider-kubernetes/lib/ingress-v1";
import { plainHttp } from "../../../rules/plain-http";
import { readSynthesized } from "../../../inventory/synthesized";
import { changedSpec } from "../../support/changed-spec";
import { issuesWith } from "../../support/issues-with";
import { blocks, specOf, synthesize } from "../../support/synth";

const ARN =
  "arn:aws:acm:eu-central-1:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000000";
const acm = { "applications.0.web.ingress.certificate": { kind: "acm", arn: ARN } };
const secret = {
  "applications.0.web.ingress.certificate": { kind: "secret", secretName: "web-tls" },
};
const noEntrypoint = { "applications.0.web.ingress.annotations": {} };

function ingress(name: string, changes: Readonly<Record<string, unknown>>) {
  const stack = synthesize(changedSpec(specOf(name), changes))["workload"];
  return blocks(stack, IngressV1.tfResourceType)[0];
}

test("an ALB redirects HTTP to HTTPS with its certificate, and answers the named ranges", () => {
  const sources = ["10.0.0.0/8", "192.168.0.0/16"];
  const made = ingress("production", { ...acm, "applications.0.web.ingress.sources": sources });
  expect(made).toMatchObject({
    metadata: {
      annotations: {
        "alb.ingress.kubernetes.io/scheme": "internal",
        "alb.ingress.kubernetes.io/certificate-arn": ARN,
        "alb.ingress.kubernetes.io/listen-ports": '[{"HTTP":80},{"HTTPS":443}]',
        "alb.ingress.kubernetes.io/ssl-redirect": "443",
        "alb.ingress.kubernetes.io/inbound-cidrs": "10.0.0.0/8,192.168.0.0/16",
      },
    },
  });
});

test("traefik serves the host over TLS alone, with the Secret's certificate", () => {
  expect(issuesWith("staging", { ...secret, ...noEntrypoint })).toEqual([]);
  expect(ingress("staging", { ...secret, ...noEntrypoint })).toMatchObject({
    metadata: {
      annotations: {
        "traefik.ingress.kubernetes.io/router.entrypoints": "websecure",
        "traefik.ingress.kubernetes.io/router.tls": "true",
      },
    },
    spec: { tls: [{ hosts: ["montage-ai.fluxibri.lan"], secret_name: "web-tls" }] },
  });
});

test("without a certificate nothing is said of TLS", () => {
  expect(JSON.stringify(ingress("production", {}))).not.toMatch(/certificate|redirect|"tls"/);
});

test.each([
  ["production", secret, "certificate.kind", "an ALB takes no certificate from a Secret"],
  ["staging", { ...acm, ...noEntrypoint }, "certificate.kind", "takes no certificate of AWS"],
  ["staging", { "applications.0.web.ingress.sources": ["10.0.0.0/8"] }, "sources", "has no effect"],
] as const)("%s refuses what its controller cannot do", (name, changes, path, message) => {
  expect(issuesWith(name, changes)).toMatchObject([
    { path: `applications[0].web.ingress.${path}`, message: expect.stringContaining(message) },
  ]);
});

test("what follows from the values cannot be written as an annotation as well", () => {
  const annotations = { "alb.ingress.kubernetes.io/inbound-cidrs": "0.0.0.0/0" };
  expect(
    issuesWith("production", { "applications.0.web.ingress.annotations": annotations }),
  ).toMatchObject([{ message: "follows from certificate and sources" }]);
  expect(issuesWith("staging", secret)).toMatchObject([
    { message: "follows from certificate and sources" },
  ]);
});

test.each([
  ["certificate", { kind: "acm", arn: "arn:aws:acm:eu-central-1:1:certificate/x" }],
  ["sources", ["10.0.0.0/40"]],
  ["sources", []],
])("a wrong %s is refused with its path", (member, value) => {
  const [issue] = issuesWith("production", { [`applications.0.web.ingress.${member}`]: value });
  expect(issue?.path).toMatch(new RegExp(`^applications\\[0\\]\\.web\\.ingress\\.${member}`));
});

describe("the rule", () => {
  const objects = (name: string, changes: Readonly<Record<string, unknown>>) =>
    plainHttp
      .check(readSynthesized([]), changedSpec(specOf(name), changes))
      .map(({ object }) => object.replace("Setting applications[montage-ai].web.ingress.", ""));

  test("warns of plain HTTP in a protected environment, and in no other", () => {
    expect(objects("production", {})).toEqual(["certificate"]);
    expect(objects("production", acm)).toEqual([]);
    expect(objects("staging", {})).toEqual([]);
    expect(objects("local", {})).toEqual([]);
  });

  test("warns of a load balancer that the internet reaches, unless ranges are named", () => {
    const open = {
      ...acm,
      "applications.0.web.ingress.annotations": {
        "alb.ingress.kubernetes.io/scheme": "internet-facing",
      },
    };
    expect(objects("production", open)).toEqual(["sources"]);
    const sources = { "applications.0.web.ingress.sources": ["203.0.113.0/24"] };
    expect(objects("production", { ...open, ...sources })).toEqual([]);
  });
});

test("a certificate of another region is refused: the load balancer could not take it", () => {
  const [issue] = issuesWith("production", {
    "applications.0.web.ingress.certificate": {
      kind: "acm",
      arn: ARN.replace("eu-central-1", "us-east-1"),
    },
  });
  expect(issue).toMatchObject({
    path: "applications[0].web.ingress.certificate.arn",
    message: "is in us-east-1, the cluster and its load balancer are in eu-central-1",
  });
});
