import { switches } from "../../environments/schema/switches";
import { issuesWith } from "../support/issues-with";

const HOSTS_WITH_FAULTS = [
  "",
  "-a.example.com",
  "a..example.com",
  "a_b.example.com",
  "10.20.0.999",
];

function refused(name: string, path: string, value: unknown) {
  const issues = issuesWith(name, { [path]: value });
  expect({ value, issues }).toMatchObject({
    issues: expect.arrayContaining([
      expect.objectContaining({
        file: expect.stringMatching(/^environments\//),
        path: path.replace(/\.(\d+)/g, "[$1]"),
        value,
        fix: expect.stringMatching(/./),
      }),
    ]),
  });
}

const WRONG: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "Vault's server",
    "vault.server",
    [
      "http://vault.example.com",
      "https://user:word@vault.example.com",
      "https://vault.example.com:0",
      "https://vault.example.com:8200 ",
      ...HOSTS_WITH_FAULTS.map((host) => `https://${host}:8200`),
    ],
  ],
  [
    "Terraform Cloud",
    "state.hostname",
    ["https://app.terraform.io", "app.terraform.io/app", "localhost", ...HOSTS_WITH_FAULTS],
  ],
  ["the NFS server", "storage.server", ["nfs.example.com:2049", ...HOSTS_WITH_FAULTS]],
  [
    "Redis",
    "applications.0.redis.host",
    ["redis", "redis.default:6379", `${"a".repeat(64)}.example.com`],
  ],
  ["the Ingress", "applications.0.web.ingress.host", ["10.20.0.5", "https://montage.example.com"]],
];

test.each(WRONG)("a wrong host of %s is refused with place and fix", (_, path, values) => {
  for (const value of values) refused("staging", path, value);
});

test("so is one of an egress, and of CephFS' monitors", () => {
  const egress = (host: string) => ({
    name: "model",
    to: { kind: "host", host },
    ports: [443],
  });
  for (const host of ["https://api.example.com", "localhost", ...HOSTS_WITH_FAULTS]) {
    expect(issuesWith("staging", { "applications.0.egresses": [egress(host)] })).toMatchObject([
      { path: "applications[0].egresses[0].to.host", value: host },
    ]);
  }
  const cephfs = (monitor: string) => ({
    kind: "cephfs",
    className: "shared",
    clusterId: "3f1b6c8e-2a44-4d0e-9c51-7b2f0a6f9d11",
    fsName: "media",
    monitors: ["mon-1.example.com:6789", "[fd00::1]:6789", monitor],
    secret: { name: "ceph", namespace: "ceph" },
  });
  for (const monitor of ["10.20.0.5", "10.20.0.5:70000", "fd00::1:6789", "a b:6789", ":6789"]) {
    expect(issuesWith("staging", { storage: cephfs(monitor) })).toMatchObject([
      { path: "storage.monitors[2]", value: monitor, message: "must be host:port" },
    ]);
  }
  expect(issuesWith("staging", { storage: cephfs("10.20.0.5:3300") })).toEqual([]);
});

test("names with a port, addresses and a server of one's own are valid", () => {
  expect(issuesWith("staging", { "vault.server": "https://10.20.0.9:8200/vault" })).toEqual([]);
  expect(issuesWith("staging", { "vault.server": "https://[fd00::9]:8200" })).toEqual([]);
  expect(issuesWith("staging", { "state.hostname": "terraform.example.com" })).toEqual([]);
  expect(issuesWith("staging", { "storage.server": "fd00::9" })).toEqual([]);
});

test("a mirror of the charts has a valid host, or is a folder", () => {
  const { chartMirror } = switches.shape;
  for (const place of ["oci://r.example.com:5000/charts", "https://10.0.0.1", "./charts", null]) {
    expect(chartMirror.safeParse(place).success).toBe(true);
  }
  for (const place of [
    "oci://",
    "https://-a.example.com",
    "oci://user:x@r.example.com",
    "charts",
  ]) {
    expect(chartMirror.safeParse(place).success).toBe(false);
  }
});
