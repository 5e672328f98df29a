import { queueDepth } from "../../modules/autoscaling/queue-depth";
import { terminationGraceSeconds } from "../../environments/facts/termination-grace";

test("trigger names are identifiers whatever the queue is called, and the formula sums them all", () => {
  const { triggers, formula } = queueDepth(["render-4k", "preview"]);
  expect(triggers.map((trigger) => trigger.name)).toEqual([
    "queued_render_4k",
    "running_render_4k",
    "queued_preview",
    "running_preview",
  ]);
  expect(formula.split(" + ")).toEqual(triggers.map((trigger) => trigger.name));
  expect(triggers[0]?.key).toBe("rq:queue:render-4k");
});

test("the grace is longer than a job, its kill, its callbacks and the exit", () => {
  expect(terminationGraceSeconds(1800)).toBe(1950);
});
