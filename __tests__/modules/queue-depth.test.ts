import {
  queueDepth,
  queueDepthBeyond,
  queueDepthFromZero,
} from "../../modules/autoscaling/queue-depth";
import { queueAdapter } from "../../queues";
import {
  oneJobDeadlineSeconds,
  terminationGraceSeconds,
} from "../../environments/facts/termination-grace";

const rq = (...queues: string[]) =>
  queueAdapter("rq").triggers({ name: "worker", queues, jobTimeoutSeconds: 1800 });

test("trigger names are identifiers whatever the queue is called", () => {
  const { triggers } = queueDepth(rq("render-4k", "preview"), 4);
  expect(triggers.map((trigger) => trigger.name)).toEqual([
    "queued_render_4k",
    "running_render_4k",
    "queued_preview",
    "running_preview",
  ]);
  expect(triggers[0]?.key).toBe("rq:queue:render-4k");
});

// With a plain sum over 4, a queue that is empty again wanted one worker for four that render.
test("over its target the formula gives each running job a replica, and one for so many that wait", () => {
  expect(queueDepth(rq("default"), 4).formula).toBe("queued_default + 4 * running_default");
  expect(queueDepth(rq("default"), 1).formula).toBe("queued_default + running_default");
  expect(queueDepth(rq("a", "b"), 10).formula).toBe(
    "queued_a + queued_b + 10 * (running_a + running_b)",
  );
});

// RQ's scheduler runs in the workers: at zero, a job that becomes due would wait for ever.
test("workers that may go to zero count all scheduled jobs together as one", () => {
  const { triggers, formula } = queueDepthFromZero(rq("default", "render-4k"), 1);
  expect(triggers.slice(4)).toEqual([
    { name: "scheduled_default", key: "rq:scheduled:default", holds: "scheduled" },
    { name: "scheduled_render_4k", key: "rq:scheduled:render-4k", holds: "scheduled" },
  ]);
  expect(formula).toBe(
    "queued_default + queued_render_4k + running_default + running_render_4k + min(scheduled_default + scheduled_render_4k, 1)",
  );
});

// Nothing tells whose workers run a job: with those of the CPU workers counted, GPU workers would jump to their maximum.
test("workers that join others count the jobs beyond those, and none below zero", () => {
  expect(queueDepthBeyond(rq("heavy"), 1, 8).formula).toBe(
    "max(queued_heavy + running_heavy - 8, 0)",
  );
  expect(queueDepthBeyond(rq("heavy"), 2, 24)).toEqual({
    triggers: queueDepth(rq("heavy"), 2).triggers,
    formula: "max(queued_heavy + 2 * running_heavy - 48, 0)",
  });
});

test("a pod that takes one job may pull its image and finish the longest job", () => {
  expect(oneJobDeadlineSeconds("rq", 7200)).toBe(600 + terminationGraceSeconds("rq", 7200));
});

test("the grace is longer than a job, its kill, its callbacks and the exit", () => {
  expect(terminationGraceSeconds("rq", 1800)).toBe(1950);
});
