import { environmentName } from "../../../environments";
import { validate } from "../../../environments/validate";
import { thumbnails } from "../../../applications/examples/thumbnails";
import { changedSpec } from "../../support/changed-spec";
import { specOf } from "../../support/synth";

/** Issues of local with the example beside montage-ai, as its second application, after changes of it. */
function issuesOf(changes: Readonly<Record<string, unknown>>): readonly string[] {
  const local = specOf("local");
  const [montage] = local.applications;
  const both = changedSpec(local, {
    applications: [montage, thumbnails],
    "switches.imageTags.thumbnails": "v1.0.0",
  });
  const result = validate(environmentName("local"), changedSpec(both, changes));
  return result.ok ? [] : result.issues.map(({ path, message }) => `${path}: ${message}`);
}

test("the example is right as it is", () => {
  expect(issuesOf({})).toEqual([]);
});

test("a claim that no pod mounts is refused where there is no web front", () => {
  const spare = { name: "spare", size: "1Gi", mountPath: "/spare", accessMode: "ReadWriteMany" };
  expect(issuesOf({ "applications.1.claims": [...thumbnails.claims, spare] })).toEqual([
    "applications[1].claims[2].name: no worker mounts it: its volume would be made and paid for, and hold nothing",
  ]);
});

test("an application may keep nothing", () => {
  const bare = {
    "applications.1.claims": [],
    "applications.1.cacheClaim": undefined,
    "applications.1.workers.0.claims": [],
    "applications.1.quota.claims": 0,
    "applications.1.quota.storage": "0Gi",
  };
  expect(issuesOf(bare)).toEqual([]);
});

test("a cache in emptyDirs where no application has a cache is refused", () => {
  const without = Object.fromEntries(
    [0, 1].map((index) => [`applications.${index}.cacheClaim`, undefined]),
  );
  expect(issuesOf(without)).toEqual([
    "fallbacks.emptyDirCache: has no effect: no application has a cacheClaim",
  ]);
});

test.each(["settings", "workers.0.variables"])(
  "%s cannot say where Celery's Redis is: the adapter does",
  (place) => {
    expect(
      issuesOf({ [`applications.1.${place}.CELERY_BROKER_URL`]: "redis://other:6379/0" }),
    ).toEqual([
      expect.stringMatching(/CELERY_BROKER_URL: has no effect: each worker of Celery gets/),
    ]);
  },
);

test("a job of more than a day is refused, as are milliseconds", () => {
  expect(issuesOf({ "applications.1.workers.0.jobTimeoutSeconds": 86_400 })).toEqual([]);
  expect(issuesOf({ "applications.1.workers.0.jobTimeoutSeconds": 300_000 })).toEqual([
    "applications[1].workers[0].jobTimeoutSeconds: is more than a day, and a node that is to go would wait as long for a job",
  ]);
});

test("a joining worker of Celery is refused for one reason", () => {
  expect(issuesOf({ "applications.1.workers.0.scaling.joinsAbove": 3 })).toEqual([
    expect.stringContaining("scaling.joinsAbove: Celery keeps running jobs by kind of worker"),
  ]);
});

describe("two applications in one Redis", () => {
  const redis = { kind: "existing", host: "redis.data.example.com", port: 6379 };
  const second = () => ({
    ...thumbnails,
    name: "posters",
    namespace: "posters",
    redis: { ...redis },
    claims: thumbnails.claims.map((claim) => ({ ...claim, name: `posters-${claim.name}` })),
    cacheClaim: "posters-thumbnails-cache",
    workers: thumbnails.workers.map((worker) => ({
      ...worker,
      claims: worker.claims.map((claim) => ({ ...claim, name: `posters-${claim.name}` })),
    })),
  });
  const issuesWithBoth = (changes: Readonly<Record<string, unknown>>) => {
    const montage = specOf("local").applications[0];
    return issuesOf({
      applications: [montage, { ...thumbnails, redis: { ...redis } }, second()],
      "switches.imageTags.posters": "v1.0.0",
      ...changes,
    });
  };

  test.each(["redis.data", "redis.data.svc", "redis.data.svc.cluster.local"])(
    "it is one Redis under each of its names: %s",
    (host) => {
      const first = { "applications.1.redis.host": "redis.data.svc.cluster.local" };
      expect(issuesWithBoth({ ...first, "applications.2.redis.host": host })).toEqual([
        expect.stringContaining("is a queue of thumbnails in the same Redis"),
      ]);
    },
  );

  test("have queues of their own", () => {
    expect(issuesWithBoth({})).toEqual([
      "applications[2].workers[0].queues[0]: is a queue of thumbnails in the same Redis, redis.data.example.com:6379: each would take the other's jobs",
    ]);
  });

  test("what stands there twice is one error, not one of its queues, too", () => {
    const [first] = specOf("local").applications;
    expect(
      issuesOf({ applications: [first, { ...thumbnails, redis }, { ...thumbnails, redis }] }),
    ).toEqual([expect.stringMatching(/another application has this name/)]);
  });

  test.each([
    ["another queue", { "applications.2.workers.0.queues": ["posters"] }],
    ["another port", { "applications.2.redis.port": 6380 }],
  ])("%s is enough", (_, changes) => {
    expect(issuesWithBoth(changes)).toEqual([]);
  });
});

describe("an application in the Redis of another one", () => {
  const its = {
    "applications.1.redis": { kind: "existing", host: "redis.montage-ai.svc", port: 6379 },
  };

  test("is let in by its senders", () => {
    expect(issuesOf({ ...its, "applications.0.redis.senders": ["thumbnails"] })).toEqual([]);
    expect(issuesOf(its)).toEqual([
      "applications[1].redis.host: the Redis of montage-ai lets nothing of thumbnails in: its redis.senders does not name it",
    ]);
  });

  test("logs in with its password", () => {
    const redis = { secretName: "redis", key: "password" };
    const guarded = {
      ...its,
      "applications.0.redis.senders": ["thumbnails"],
      "applications.0.redis.password": redis,
    };
    expect(issuesOf(guarded)).toContainEqual(
      "applications[1].redis.password: the Redis of montage-ai has one: nothing of thumbnails can log in without it",
    );
    expect(issuesOf({ ...guarded, "applications.1.redis.password": redis })).not.toContainEqual(
      expect.stringContaining("can log in without it"),
    );
  });

  test("has queues of its own", () => {
    const same = {
      ...its,
      "applications.0.redis.senders": ["thumbnails"],
      "applications.0.queue": "celery",
      "applications.1.workers.0.queues": ["default"],
      "applications.1.filledQueues": [],
    };
    expect(issuesOf(same)).toContainEqual(
      expect.stringContaining("is a queue of montage-ai in the same Redis, redis.montage-ai:6379"),
    );
  });
});

test("a mount that names no claim is one error", () => {
  expect(issuesOf({ "applications.1.workers.0.claims.0.name": "clipz" })).toEqual([
    "applications[1].workers[0].claims[0].name: no claim has this name",
  ]);
});

test("two claims of one container have paths of their own", () => {
  expect(issuesOf({ "applications.1.claims.1.mountPath": "/clips" })).toEqual([
    "applications[1].claims[1].mountPath: is the path of clips, and one container mounts both: the API server refuses it",
  ]);
});

test.each([
  ["pollingIntervalSeconds", 5000, "is more than an hour"],
  ["cooldownSeconds", 30_000, "is more than four hours"],
])("%s of milliseconds is refused", (key, value, message) => {
  expect(issuesOf({ [`applications.1.workers.0.scaling.${key}`]: value })).toEqual([
    expect.stringContaining(`scaling.${key}: ${message}`),
  ]);
});

test("an application that stands twice is one error", () => {
  const [montage] = specOf("local").applications;
  expect(issuesOf({ applications: [montage, thumbnails, thumbnails] })).toEqual([
    expect.stringContaining("applications[2].name: another application has this name"),
  ]);
});
