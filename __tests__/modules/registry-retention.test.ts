import { oldRegistry, pinnedRegistry, type Registry } from "../support/registry";
import { pulled, REPOSITORY, Volume, WHOLE } from "../support/registry-volume";

jest.setTimeout(60_000);

const PLATFORMS = ["linux/amd64", "linux/arm64"];
const LAYER_BYTES = 1_000_000;

const onRegistry = pinnedRegistry === undefined ? describe.skip : describe;
const onBoth = oldRegistry === undefined ? test.skip : test;

onRegistry("the pinned registry, where the testbed has built it", () => {
  let running: Registry[] = [];
  afterEach(async () => {
    await Promise.all(running.map((each) => each.stop()));
    running = [];
  });
  const started = async (registry: Promise<Registry>) => {
    running.push(await registry);
    return registry;
  };
  const stopped = async (registry: Registry) => {
    running = running.filter((each) => each !== registry);
    await registry.stop();
  };

  test("the side of the nodes serves every platform, and refuses every write with 405", async () => {
    const volume = new Volume();
    const push = await started(volume.push());
    const { digest } = await push.push(REPOSITORY, "build", PLATFORMS, "1");
    const pull = await started(volume.pull());
    expect(await pulled(pull, "build")).toEqual(WHOLE);
    expect(await pulled(pull, digest)).toEqual(WHOLE);
    const writes = [
      ["POST", `/v2/${REPOSITORY}/blobs/uploads/`],
      ["PUT", `/v2/${REPOSITORY}/manifests/other`],
      ["DELETE", `/v2/${REPOSITORY}/manifests/build`],
      ["DELETE", `/v2/${REPOSITORY}/manifests/${digest}`],
      ["DELETE", `/v2/${REPOSITORY}/blobs/${digest}`],
    ] as const;
    for (const [method, at] of writes) {
      expect([method, at, (await pull.ask(method, at)).status]).toEqual([method, at, 405]);
    }
    expect(await pulled(pull, "build")).toEqual(WHOLE);
  });

  test("the side of the builders asks everyone for credentials, and deletes by digest and by tag", async () => {
    const push = await started(new Volume().push());
    const { digest } = await push.push(REPOSITORY, "build", PLATFORMS, "1");
    await push.push(REPOSITORY, "other", PLATFORMS, "2");
    const stranger = await fetch(`http://${push.address}/v2/${REPOSITORY}/manifests/build`);
    expect(stranger.status).toBe(401);
    const removed = ["DELETE", `/v2/${REPOSITORY}/manifests/${digest}`] as const;
    expect((await push.ask(...removed)).status).toBe(202);
    expect((await push.ask("DELETE", `/v2/${REPOSITORY}/manifests/other`)).status).toBe(202);
    expect(await pulled(push, "build")).toEqual([404]);
    expect(await pulled(push, "other")).toEqual([404]);
  });

  test("old builds go, and what runs, what lost its tag and the newest stay whole on both platforms", async () => {
    const volume = new Volume();
    const push = await started(volume.push());
    const pull = await started(volume.pull());
    const digests: string[] = [];
    for (const build of [1, 2, 3, 4, 5, 6]) {
      const image = [REPOSITORY, `build-${build}`, PLATFORMS, String(build)] as const;
      digests.push((await push.push(...image, LAYER_BYTES)).digest);
      volume.age(`build-${build}`, 10 - build);
    }
    const [first = "", second = ""] = digests;
    volume.loseTag("build-2");
    await stopped(push);
    const before = volume.bytes();

    const { verdict, log } = volume.collect(
      {
        [first]: ["ReplicaSet montage-ai/web-1"],
        [second]: ["Pod montage-ai/worker-1"],
        [`${REPOSITORY}:build-4`]: ["ScaledJob montage-ai/worker"],
      },
      2,
    );

    expect({ verdict, log }).toEqual({ verdict: 0, log: expect.any(String) });
    for (const name of ["build-1", second, "build-4", "build-5", "build-6"]) {
      expect([name, await pulled(pull, name)]).toEqual([name, WHOLE]);
    }
    expect(await pulled(pull, "build-3")).toEqual([404]);
    expect(log).toMatch(/^kept montage-ai:build-1 .*: named by ReplicaSet montage-ai\/web-1$/m);
    expect(log).toMatch(/^deleted montage-ai:build-3 .*: nothing names it, and 3 are newer$/m);
    // What the log leaves to the sweep is what the sweep deletes, but for the index whose tag went.
    const swept = log.matchAll(/^manifest eligible for deletion: \{\S+ (sha256:\w{12})/gm);
    const left = log.matchAll(/^left to the sweep montage-ai@(sha256:\w{12}):/gm);
    expect([...left].map(([, digest]) => digest).toSorted()).toEqual(
      [...swept]
        .flatMap(([, digest = ""]) => ((digests[2] ?? "").startsWith(digest) ? [] : digest))
        .toSorted(),
    );
    expect(log).toMatch(/^montage-ai: 4 of 5 tags stay, 2 manifests without a tag go$/m);
    expect(before - volume.bytes()).toBeGreaterThan(1.9 * LAYER_BYTES);
  });

  test("a layer without its manifest is gone after the sweep, and the push that is repeated brings it again", async () => {
    const volume = new Volume();
    const push = await started(volume.push());
    await push.push(REPOSITORY, "build", PLATFORMS, "1");
    const { digest } = await push.blob(REPOSITORY, "layer of linux/amd64 2");
    await stopped(push);
    expect(volume.collect({}, 1).verdict).toBe(0);
    const again = await started(volume.push());
    expect((await again.ask("HEAD", `/v2/${REPOSITORY}/blobs/${digest}`)).status).toBe(404);
    await again.push(REPOSITORY, "next", PLATFORMS, "2");
    expect(await pulled(again, "next")).toEqual(WHOLE);
    expect(await pulled(again, "build")).toEqual(WHOLE);
  });

  test("a retention that fails lets nothing be swept, and the job fails", async () => {
    const volume = new Volume();
    const push = await started(volume.push());
    const { digest } = await push.push(REPOSITORY, "build", PLATFORMS, "1");
    volume.loseTag("build");
    await stopped(push);
    expect(volume.collect({}, Number.NaN).verdict).toBe(1);
    expect(await pulled(await started(volume.pull()), digest)).toEqual(WHOLE);
  });

  test("before the first push there is nothing to sweep", () => {
    expect(new Volume().collect({}, 1).verdict).toBe(0);
  });

  onBoth(
    "a volume of 2.8 is served, swept and added to, and 2.8 serves it afterwards",
    async () => {
      const volume = new Volume();
      const old = await started(volume.push(oldRegistry));
      await old.push(REPOSITORY, "old", PLATFORMS, "1");
      await stopped(old);
      const today = await started(volume.push());
      expect(await pulled(today, "old")).toEqual(WHOLE);
      await today.push(REPOSITORY, "new", PLATFORMS, "2");
      await stopped(today);
      expect(volume.collect({}, 2).verdict).toBe(0);
      const back = await started(volume.push(oldRegistry));
      expect(await pulled(back, "old")).toEqual(WHOLE);
      expect(await pulled(back, "new")).toEqual(WHOLE);
    },
  );
});
