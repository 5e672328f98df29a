import { readdirSync } from "node:fs";
import { CATALOG } from "../../../cli/doctor/catalog";
import { examine } from "../../../cli/doctor/examine";
import { specOf } from "../../support/synth";
import { examinationOf, recorded } from "../../support/doctor";
import { CASES } from "./cases";
import { withApplication } from "../../support/applications";

test.each(Object.entries(CASES))("in %s exactly this is found", (name, expected) => {
  const found = examine(examinationOf(recorded(name)));
  expect(found.map(({ id, object }) => [id, object])).toEqual(
    expected.map(([id, object]) => [id, object]),
  );
  expected.forEach(([, , cause, command = ""], index) => {
    expect(found[index]?.cause).toContain(cause);
    expect(found[index]?.command ?? "").toContain(command);
    expect(found[index]?.fix).not.toBe("");
  });
});

test("every fixture is a case, and every diagnosis of objects alone is in one", () => {
  const fixtures = readdirSync("__tests__/fixtures/doctor").map((file) => file.replace(/\..*/, ""));
  expect(fixtures.sort()).toEqual(Object.keys(CASES).sort());
  const tried = new Set<string>(Object.values(CASES).flatMap((cases) => cases.map(([id]) => id)));
  const elsewhere = [
    "api-missing",
    "prerequisite-missing",
    "kube-proxy-differs",
    "registry-open",
    "registry-full",
    "node-group-unknown",
    "node-group-unhealthy",
    "quota-too-small",
    "stack-left",
    "drift-from-code",
  ];
  expect(Object.keys(CATALOG).filter((id) => !tried.has(id))).toEqual(elsewhere);
});

test("replicas with the same trouble are one finding", () => {
  const objects = recorded("no-room");
  const pod = objects.find(
    ({ kind, status }) => kind === "Pod" && JSON.stringify(status).includes("Pending"),
  );
  const twin = JSON.parse(JSON.stringify(pod).replaceAll("x2x4z", "abcde"));
  const [finding, ...others] = examine(examinationOf([...objects, twin]));
  expect(others).toEqual([]);
  expect(finding?.cause).toMatch(/\(and 1 more pods like it\)$/);
});

test("what the cluster autoscaler says is evidence, and what kubelet says of the registry's volume is a finding", () => {
  const [pending] = examine(examinationOf(recorded("no-room")));
  expect(pending?.evidence).toEqual([
    expect.stringMatching(/^Unschedulable: 0\/1 nodes are available: 1 Insufficient cpu/),
    "NotTriggerScaleUp: pod didn't trigger scale-up: 1 max node group size reached (12 times)",
  ]);
  const claim = { kind: "PersistentVolumeClaim", namespace: "registry", name: "registry" };
  const full = { claim, used: 19 * 2 ** 30, capacity: 20 * 2 ** 30 };
  const found = examine(examinationOf(recorded("registry"), undefined, { volumeUse: [full] }));
  expect(found.map(({ id }) => id)).toEqual(["registry-down", "registry-full"]);
  expect(found[1]?.cause).toBe("the registry's volume is 95 % full (19.0 GiB of 20.0 GiB)");
});

test("a store says what Vault answered: that is in its event, its condition says only that there is no client", () => {
  const found = examine(examinationOf(recorded("pull-secret-missing")));
  const store = found.find(({ id }) => id === "secret-store-not-ready");
  expect(store?.evidence).toEqual([
    "Ready=False InvalidProviderConfig: unable to create client",
    expect.stringMatching(
      /^InvalidProviderConfig: unable to log in .*: connection refused \(5 times\)$/,
    ),
  ]);
});

test("an import that fails is the image's fault, and Redis' absence is told in its own words", () => {
  const [worker, web] = examine(examinationOf(recorded("crash-import")));
  expect(worker?.fix).toBe("image registry.example/app:1 does not start: deploy one that does");
  expect(web?.fix).toBe("its last log says why");
  expect(web?.evidence).toContain(
    "its log ends with: Redis at redis:6379 has not answered for 300 s: [Errno 111] Connection refused",
  );
});

test("of an environment's app the command that deploys another image is named", () => {
  const spec = withApplication(specOf("staging"), { namespace: "app" });
  const [worker] = examine(examinationOf(recorded("crash-import"), spec)).filter(({ object }) =>
    object.includes("worker-"),
  );
  expect(worker?.fix).toContain("npm run rollback -- staging --image-tag TAG");
});

test("no value of a Secret is in any finding", () => {
  const everything = Object.keys(CASES).flatMap((name) => examine(examinationOf(recorded(name))));
  expect(JSON.stringify(everything)).not.toMatch(/dXNlcjpmaXh0dXJl|user:fixture/);
});
