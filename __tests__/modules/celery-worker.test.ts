import { changedSpec } from "../support/changed-spec";
import { blocks, specOf } from "../support/synth";
import { podOf, variables, workloadOf } from "../support/workload";

const spec = changedSpec(specOf("local"), { "applications.0.queue": "celery" });
const stack = workloadOf(spec);
const text = JSON.stringify(stack);

test("a worker of Celery gets its queues, its limit and keys of its own as arguments", () => {
  const [container] = podOf(stack, "montage-ai-worker").container;
  const args = container?.args ?? [];
  expect(args.slice(0, 3)).toEqual(["worker", "--queues", "default,heavy"]);
  expect(args.at(-1)).toContain('"unacked_key":"celery:unacked:worker"');
  expect(args[args.indexOf("--time-limit") + 1]).toBe(String(1800));
});

test("Redis is a URL for it, and the grace is its own", () => {
  expect(variables(stack, "montage-ai-worker")).toMatchObject({
    CELERY_BROKER_URL: expect.stringMatching(/^redis:\/\/\$\{.*:6379\/0$/),
  });
  expect(podOf(stack, "montage-ai-worker").termination_grace_period_seconds).toBe(1830);
});

test("KEDA counts the lists of its queues and the hash of its deliveries", () => {
  const scaler = blocks(stack, "kubernetes_manifest").find((block) =>
    JSON.stringify(block).includes('"ScaledObject"'),
  );
  const found = JSON.stringify(scaler);
  expect(found).toContain('"listName":"celery:unacked:worker"');
  expect(found).toContain(String.raw`"listName":"heavy\u0006\u00169"`);
  expect(text).not.toContain("rq:");
});

test("keeper and exporter get the part that knows Celery; only the keeper gets the way to ask", () => {
  expect(text).toContain("inspect(destination=names");
  expect(variables(stack, "deletion-cost")).toMatchObject({
    CELERY_BROKER_URL: expect.stringContaining("redis://"),
    RUNNING_KEYS: "celery:unacked:worker",
  });
});

test("with RQ a worker has no arguments of ours", () => {
  const [container] = podOf(workloadOf(specOf("local")), "montage-ai-worker").container;
  expect(container).not.toHaveProperty("args");
});
