import { z } from "zod";
import { cgpu } from "../../applications/montage-ai";
import { ENVIRONMENT_NAMES, type EnvironmentSpec } from "../../environments/schema";
import { changedSpec } from "../support/changed-spec";
import { appPods } from "../support/app-variables";
import { blocks, specOf, type StackJson } from "../support/synth";
import { podOf, settings, workloadOf, workloadStack, workloadStacks } from "../support/workload";
import { montageAiIn, withApplication } from "../support/applications";
import { issuesWith } from "../support/issues-with";

const stacks = workloadStacks();
const valuesOf = (stack: StackJson, name: string) =>
  appPods(stack).find(({ pod }) => pod === name)?.values;

const hardened = z.object({
  container: z.array(
    z.object({
      security_context: z.object({ read_only_root_filesystem: z.boolean() }),
      volume_mount: z.array(
        z.object({ name: z.string(), mount_path: z.string(), read_only: z.boolean().optional() }),
      ),
    }),
  ),
  volume: z.array(z.object({ name: z.string(), empty_dir: z.unknown().optional() })),
});

describe.each(ENVIRONMENT_NAMES)("in %s", (name) => {
  // A preview was rendered by the app's own code with nothing writable but /tmp and its claims.
  test("web and workers write to their volumes alone, their home among them", () => {
    const pods = appPods(workloadStack(name));
    expect(pods.length).toBeGreaterThan(1);
    for (const { pod, values } of pods) {
      const { container, volume } = hardened.parse(podOf(workloadStack(name), pod));
      for (const { security_context, volume_mount } of container) {
        expect(security_context.read_only_root_filesystem).toBe(true);
        const scratch = volume_mount.find(({ mount_path }) => mount_path === values["HOME"]);
        expect(scratch?.mount_path).toBe("/tmp");
        expect(volume.find((v) => v.name === scratch?.name)?.empty_dir).toBeDefined();
      }
    }
  });

  test("the app says which commit it is", () => {
    expect(specOf(name).switches.imageTags["montage-ai"]).toContain(
      settings(workloadStack(name))["GIT_COMMIT"],
    );
    expect(settings(workloadStack(name))["GIT_COMMIT"]).toMatch(/^[0-9a-f]{7,40}$/);
  });
});

test("a digest is no part of the commit", () => {
  const pinned = workloadOf(
    changedSpec(specOf("staging"), {
      "switches.imageTags.montage-ai": `1a2b3c4@sha256:${"0".repeat(64)}`,
    }),
  );
  expect(settings(pinned)["GIT_COMMIT"]).toBe("1a2b3c4");
});

test("the app plans with the memory that its container has", () => {
  expect(valuesOf(stacks.production, "montage-ai-worker")?.["MEMORY_LIMIT_GB"]).toBe("24");
  expect(valuesOf(stacks.production, "montage-ai-web")?.["MEMORY_LIMIT_GB"]).toBe("1");
  const small = workloadOf(
    changedSpec(specOf("production"), { "applications.0.web.resources.limits.memory": "1536Mi" }),
  );
  expect(valuesOf(small, "montage-ai-web")?.["MEMORY_LIMIT_GB"]).toBe("1.5");
});

// The image names Intel's driver, with which VA-API finds nothing on an AMD card.
test("only workers with an AMD GPU are told of AMD's video driver", () => {
  const drivers = Object.fromEntries(
    ENVIRONMENT_NAMES.flatMap((name) =>
      appPods(workloadStack(name)).map(({ pod, values }) => [
        `${name} ${pod}`,
        values["LIBVA_DRIVER_NAME"],
      ]),
    ),
  );
  expect(drivers["staging montage-ai-worker-heavy"]).toBe("radeonsi");
  expect(Object.values(drivers).filter((driver) => driver !== undefined)).toHaveLength(1);
});

/** What an environment writes to have the proxy. */
const CGPU = (spec: EnvironmentSpec) => ({
  "applications.0.settings": { ...montageAiIn(spec).settings, ...cgpu.settings },
  "applications.0.services": [cgpu.service],
  "applications.0.homeFiles": [cgpu.login],
});

describe("cgpu", () => {
  const withCgpu = (spec: EnvironmentSpec) => workloadOf(changedSpec(spec, CGPU(spec)));
  const text = (stack: StackJson) => JSON.stringify(stack);

  test.each(ENVIRONMENT_NAMES)("neither runs nor is looked for in %s", (name) => {
    expect(text(workloadStack(name))).not.toContain("cgpu-");
    expect(settings(workloadStack(name))).toMatchObject({ CGPU_ENABLED: "false" });
    expect(settings(workloadStack(name))).not.toHaveProperty("CGPU_HOST");
  });

  test("may be added as it is exported", () => {
    expect(issuesWith("staging", CGPU(specOf("staging")))).toEqual([]);
  });

  test("runs once it is enabled, and the app is told where", () => {
    const stack = withCgpu(specOf("staging"));
    expect(blocks(stack, "kubernetes_service_v1").map((b) => JSON.stringify(b))).toContainEqual(
      expect.stringContaining('"cgpu-server"'),
    );
    expect(settings(stack)).toMatchObject({
      CGPU_ENABLED: "true",
      CGPU_HOST: "cgpu-server",
      CGPU_PORT: "8080",
    });
  });

  test("gives its login to every pod that runs it, below the home it looks in", () => {
    const stack = withCgpu(specOf("staging"));
    for (const pod of ["cgpu-server", "montage-ai-web", "montage-ai-worker"]) {
      const spec = text(Object(podOf(stack, pod)));
      expect(spec).toContain('"secret_name":"cgpu-credentials"');
      expect(spec).toContain("cp /credentials/config.json /tmp/.config/cgpu/");
      expect(spec).toContain('{"name":"HOME","value":"/tmp"}');
    }
  });

  test("gives its login to pods that take one job, too", () => {
    const spec = changedSpec(specOf("production"), CGPU(specOf("production")));
    const [worker] = montageAiIn(spec).workers;
    if (worker === undefined) throw new Error("production has no worker");
    const long = {
      ...worker,
      name: "worker-long",
      queues: ["long"],
      scaling: {
        kind: "job" as const,
        max: 2,
        pollingIntervalSeconds: 15,
        replicasWithoutKeda: 1,
      },
    };
    const stack = workloadOf(
      withApplication(spec, { workers: [...montageAiIn(spec).workers, long] }),
    );
    const jobs = appPods(stack).map(({ pod }) => pod);
    expect(jobs).toContain("montage-ai-worker-long");
    const manifest = blocks(stack, "kubernetes_manifest").find((block) =>
      JSON.stringify(block).includes('"kind":"ScaledJob"'),
    );
    expect(JSON.stringify(manifest)).toContain('"secretName":"cgpu-credentials"');
  });
});
