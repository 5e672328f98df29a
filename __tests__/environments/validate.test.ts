import { ENVIRONMENT_NAMES } from "../../environments/schema";
import type { ConfigurationIssue } from "../../environments/errors";
import { issuesWith } from "../support/issues-with";
import { specOf } from "../support/synth";

const messages = (issues: readonly ConfigurationIssue[]) => issues.map((issue) => issue.message);

test.each(ENVIRONMENT_NAMES)("%s as written is valid", (name) => {
  expect(issuesWith(name, {})).toEqual([]);
});

describe("shape", () => {
  test("a misspelt key is named with its file, path and the key that is meant", () => {
    expect(issuesWith("staging", { "applications.0.web.cpuUtilisation": 70 })).toEqual([
      {
        file: "environments/staging.ts",
        path: "applications[0].web.cpuUtilisation",
        value: 70,
        message: 'unknown key "cpuUtilisation"',
        fix: 'write "cpuUtilization"',
      },
    ]);
  });

  test("a key under a misspelt name is one error, not a missing one as well", () => {
    const issues = issuesWith("staging", {
      "applications.0.web.cpuUtilisation": 70,
      "applications.0.web.cpuUtilization": undefined,
    });
    expect(issues.map((issue) => issue.path)).toEqual(["applications[0].web.cpuUtilisation"]);
  });

  test("a misspelt key inside a union is matched with the keys of the chosen alternative", () => {
    const [issue] = issuesWith("staging", { "storage.servr": "nfs.fluxibri.lan" });
    expect(issue).toMatchObject({ path: "storage.servr", fix: 'write "server"' });
  });

  test.each([
    ["name", "a".repeat(46)],
    ["name", "fluxibri production"],
    ["tags", { "aws:environment": "production" }],
    ["tags", { ["a".repeat(129)]: "production" }],
    ["tags", { environment: "p".repeat(257) }],
  ])("what IAM or AWS would refuse at the apply is refused: cluster.%s %j", (key, value) => {
    const paths = issuesWith("production", { [`cluster.${key}`]: value }).map(({ path }) => path);
    expect(paths).toEqual([expect.stringMatching(`^cluster\\.${key}`)]);
  });

  test("a wrong switch is reported in the switches file", () => {
    const [issue] = issuesWith("staging", { "switches.images": "docker-hub" });
    expect(issue).toMatchObject({
      file: "environments/staging.switches.json",
      path: "images",
      value: "docker-hub",
      fix: "use one of registry, ghcr, external",
    });
  });

  test("an unknown alternative of a union lists the known ones", () => {
    const [issue] = issuesWith("staging", { "storage.kind": "glusterfs" });
    expect(issue).toMatchObject({ path: "storage.kind", value: "glusterfs" });
    expect(issue?.fix).toBe("use one of efs, nfs, cephfs, node-local");
  });

  test.each(["", "latest", "2e9dc03@sha256:abc", `latest@sha256:${"0".repeat(64)}`])(
    "image tag %p is refused",
    (tag) => {
      const issues = issuesWith("staging", { "switches.imageTags.montage-ai": tag });
      expect(issues).toHaveLength(1);
      expect(issues[0]).toMatchObject({
        file: "environments/staging.switches.json",
        path: "imageTags.montage-ai",
        value: tag,
      });
    },
  );

  test("all errors come at once, those of shape and those between healthy parts", () => {
    const issues = issuesWith("production", {
      "applications.0.quota.pods": "many",
      "platform.crdsOnUninstall": "delete",
      "switches.images": "registry",
    });
    expect(issues.map((issue) => issue.path).sort()).toEqual([
      "applications[0].quota.pods",
      "images",
      "images",
      "platform.crdsOnUninstall",
    ]);
  });
});

describe("nodes", () => {
  test("the testbed's pools are judged like node groups, in their own place", () => {
    const issues = issuesWith("local", {
      "cluster.testbed.pools.0.instanceTypes": ["c7g.4xlarge"],
      "cluster.testbed.pools.1.name": "base",
    });
    expect(issues.map(({ path, message }) => [path, message])).toEqual([
      ["cluster.testbed.pools[1].name", "another one has this name"],
      [
        "cluster.testbed.pools[0].instanceTypes[0]",
        "is arm64, but the pool's architecture is amd64",
      ],
    ]);
  });

  test("a machine without its size is refused: nobody could say what fits on it", () => {
    expect(issuesWith("staging", { "cluster.machines.1.size": undefined })).toMatchObject([
      { file: "environments/staging.ts", path: "cluster.machines[1].size", value: undefined },
    ]);
  });
});

describe("fallbacks", () => {
  test("production refuses the whole block", () => {
    const fallbacks = specOf("staging").fallbacks;
    expect(messages(issuesWith("production", { fallbacks }))).toContain(
      "production takes no fallback: it is protected",
    );
  });

  test("node-local storage without the declared fallback is refused where replicas share claims", () => {
    const storage = specOf("local").storage;
    const [issue] = issuesWith("staging", { storage });
    expect(issue).toMatchObject({ path: "storage.kind", value: "node-local" });
    expect(issue?.message).toContain("cannot be ReadWriteMany");
  });

  test("node-local storage is refused on several machines even as a declared fallback", () => {
    const storage = specOf("local").storage;
    const issues = issuesWith("staging", { storage, "fallbacks.nodeLocalVolumes": true });
    expect(messages(issues)).toEqual(["pods of 5 machines cannot share the volumes of one node"]);
  });

  test("reduced requests must name a workload", () => {
    const [issue] = issuesWith("staging", {
      "fallbacks.reducedRequests.montage-ai": { wroker: { cpu: "1", memory: "1Gi" } },
    });
    expect(issue).toMatchObject({ path: "fallbacks.reducedRequests.montage-ai.wroker" });
    expect(issue?.fix).toBe("use one of web, worker, worker-heavy");
  });
});

describe("production", () => {
  test.each([
    ["storage", specOf("local").storage, "node-local volumes are bound to one node"],
    ["cluster", specOf("local").cluster, "whatever cluster a kubeconfig points at"],
    ["state", { kind: "local" }, "production's state must not lie on one person's disk"],
    ["applications.0.redis", { kind: "managed" }, "queued jobs would be lost with the Redis pod"],
    ["switches.images", "registry", "the in-cluster registry is a staging measure"],
  ])("refuses %s of staging or local", (path, value, message) => {
    expect(messages(issuesWith("production", { [path]: value })).join("\n")).toContain(message);
  });
});

describe("relations", () => {
  test("a second metrics-server beside the cluster's own is refused", () => {
    const [issue] = issuesWith("staging", { "switches.addons.metrics-server": true });
    expect(issue?.message).toContain("v1beta1.metrics.k8s.io");
  });

  test("no metrics-server at all is refused", () => {
    const [issue] = issuesWith("local", { "switches.addons.metrics-server": false });
    expect(issue?.message).toContain("no add-on serves v1beta1.metrics.k8s.io");
  });

  test("GHCR without External Secrets is refused: every pull would end in 401", () => {
    const issues = issuesWith("staging", {
      "switches.images": "ghcr",
      "switches.addons.external-secrets": false,
    });
    expect(messages(issues).join()).toContain("401");
  });

  test("switching staging to GHCR is one valid line", () => {
    expect(issuesWith("staging", { "switches.images": "ghcr" })).toEqual([]);
  });

  test("a source that the environment does not describe is refused", () => {
    const [issue] = issuesWith("local", { "switches.images": "ghcr" });
    expect(issue?.message).toContain('does not describe the image source "ghcr"');
    expect(issue?.fix).toMatch(
      /^use registry, or add images\.ghcr to montage-ai .*: images: \{ ghcr: \{ kind: "ghcr", /,
    );
  });

  test("Terraform Cloud's own workers cannot run a k3s environment", () => {
    const [issue] = issuesWith("staging", { "state.executionMode": "remote" });
    expect(issue?.fix).toBe('use "agent" (an agent in its network) or "local"');
  });

  test("remote workers cannot read a local chart folder", () => {
    const [issue] = issuesWith("production", { "switches.chartMirror": "/srv/charts" });
    expect(issue).toMatchObject({ path: "chartMirror" });
  });

  test("a node whose GPU taint keeps the worker off does not count as a place for it", () => {
    const issues = issuesWith("staging", {
      "cluster.machines.1.roles": ["web"],
      "cluster.machines.2.roles": ["web"],
      "cluster.machines.3.roles": ["gpu-worker", "cpu-worker"],
    });
    expect(messages(issues).join()).toContain("tolerates has role cpu-worker");
  });

  test("a queue that no worker takes jobs from is refused as the app's setting", () => {
    const [issue] = issuesWith("local", { "applications.0.workers.0.queues": ["default"] });
    expect(issue).toMatchObject({
      path: "applications[0].settings.QUEUE_HEAVY_NAME",
      value: "heavy",
    });
  });

  test("a minimum above the maximum is refused", () => {
    const [issue] = issuesWith("local", { "applications.0.workers.0.scaling.min": 9 });
    expect(issue).toMatchObject({ path: "applications[0].workers[0].scaling.min", value: 9 });
  });

  test("two workers must not watch the same queue", () => {
    const issues = issuesWith("staging", {
      "applications.0.workers.1.scaling.joinsAbove": undefined,
    });
    expect(messages(issues).join()).toContain('queue "heavy" already scales worker');
  });

  test("the registry's volume needs exactly one host", () => {
    const [issue] = issuesWith("staging", { "cluster.machines.1.registryHost": true });
    expect(issue?.message).toContain("2 machines are registry host");
  });
});

test.each(["https://nfs.lan", "nfs.lan:2049", "nfs lan", "-nfs.lan", "10.0.0", "Nfs.lan", ""])(
  "the NFS server %j is no host",
  (server) => {
    expect(issuesWith("staging", { "storage.server": server })).toMatchObject([
      { path: "storage.server", message: "must be a DNS name or an IP address" },
    ]);
  },
);

test.each(["nfs", "nfs.fluxibri.lan", "10.0.0.7", "fd00::7"])(
  "the NFS server %s is one",
  (server) => {
    expect(issuesWith("staging", { "storage.server": server })).toEqual([]);
  },
);
