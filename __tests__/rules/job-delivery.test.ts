import { jobDelivery } from "../../rules/job-delivery";
import { foundIn } from "./manifests";
import { scaledObject, counts, worker } from "./scaling/queue-scaling";

const celery = (args: readonly string[]) =>
  worker(`command: [celery, -A, clips], args: ${JSON.stringify(["worker", ...args])}`);

/** Where it is scaled by a key of Redis. */
const SCALED = scaledObject("", counts("thumbnails"));

function found(args: readonly string[], others = ""): readonly string[] {
  return foundIn(jobDelivery, celery(args) + others).map((line) =>
    line.replace("Deployment app/worker: container worker ", ""),
  );
}

// Seen with celery 5.7.0: with 5 s, a job of 150 s was started again after 88 s, by another worker.
test("a visibility timeout below the time limit is an error, and the default a warning", () => {
  const options = 'broker.transport_options=(dict){"visibility_timeout": 900}';
  expect(found(["--time-limit", "1800", "--", options])).toEqual([
    "error may have a job for 1800 s (--time-limit), but after 900 s another worker gets it too: it runs twice | set visibility_timeout in broker_transport_options to 1800 or more",
  ]);
  expect(found(["--time-limit=7200"])).toEqual([
    "warning may have a job for 7200 s (--time-limit), but after 3600 s, where its code says nothing else, another worker gets it too: it runs twice | set visibility_timeout in broker_transport_options to 7200 or more",
  ]);
  expect(found(["--time-limit", "600", "--", options])).toEqual([]);
});

test("what the command line does not say is not judged", () => {
  expect(found([], SCALED)).toEqual([]);
  expect(found(["--concurrency", "1"], SCALED)).toEqual([]);
});

test("the beat inside a worker is judged where replicas come and go", () => {
  expect(found(["-B"])).toEqual([]);
  expect(found(["-B"], SCALED)).toEqual([expect.stringContaining("each replica sends each")]);
});

test("several jobs at once need other replicas than one for each", () => {
  expect(found(["-c", "4"], SCALED)).toEqual([
    expect.stringContaining("works on 4 jobs at once, but a replica is counted for each"),
  ]);
});

test("a worker of RQ is none that delivers", () => {
  expect(foundIn(jobDelivery, worker("command: [rq, worker, default]") + SCALED)).toEqual([]);
});
