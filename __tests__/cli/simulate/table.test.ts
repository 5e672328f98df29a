import { environmentName } from "../../../environments";
import type { Played } from "../../../cli/simulate/play";
import { renderPlayed } from "../../../cli/simulate/table";

const CALM = {
  jobs: 12,
  finished: 12,
  interrupted: 0,
  refused: 0,
  idealWaitP95: 0,
  lost: 0,
  killedByScaleIn: 0,
  killedByRollout: 0,
  failed: 0,
  unfinished: 0,
  belowRunning: 0,
  busyStopped: 0,
  turnsPerHour: 0.5,
  mostRunning: 4,
  waitP50: 7.4,
  waitP95: 245,
  workerHours: 6.31,
  idealWorkerHours: 6.2,
};

function played(measures: Partial<Played["measures"]> = {}, names: Partial<Played> = {}): Played {
  return {
    environment: environmentName("local"),
    application: "montage-ai",
    worker: "worker",
    scenario: "burst",
    variant: "as-configured",
    seeds: [1],
    measures: { ...CALM, ...measures },
    ...names,
  };
}

test("each worker has its table, with short times and nothing that is alike in all rows", () => {
  const text = renderPlayed([played(), played({}, { worker: "heavy" })], 80);
  const [title, head, line, row] = text.split("\n");
  expect(title).toBe("local, montage-ai: worker");
  expect(head?.split(/ +/)).toEqual([
    "scenario",
    "jobs",
    "p50",
    "p95",
    "most",
    "hours",
    "ideal",
    "turns",
    "harm",
  ]);
  expect(line).toMatch(/^─/);
  expect(row?.split(/ +/)).toEqual(["burst", "12", "7s", "4m05s", "4", "6.3", "6.2", "0.5"]);
  expect(text).toContain("local, montage-ai: heavy");
  expect(text).not.toMatch(/^lost: /m);
});

test("what should not happen to jobs is counted in words, and explained where it happened", () => {
  const killed = { lost: 19, killedByScaleIn: 1, killedByRollout: 2 };
  const text = renderPlayed([played(killed)], 120);
  expect(text).toContain("19 lost, 3 killed");
  expect(text).toContain("killed: cut short by SIGKILL");
  expect(text).not.toContain("unfinished:");
});

test("variants are named where there are several", () => {
  const both = [played(), played({}, { variant: "without-composite" })];
  expect(renderPlayed(both, 120)).toMatch(/^burst +without-composite /m);
});

test.each([80, 120])("no line is longer than %i columns", (columns) => {
  const everything = { lost: 9, failed: 63, unfinished: 5, belowRunning: 4, busyStopped: 3 };
  const text = renderPlayed([played(everything, { scenario: "worker-crashes" })], columns);
  expect(text.split("\n").filter((line) => line.length > columns)).toEqual([]);
});
