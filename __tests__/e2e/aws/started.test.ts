import { Started } from "../../../e2e/aws/started";

/** A part that tells when it is stopped. */
const part = (name: string, stopped: string[], failure?: Error) => ({
  stop: () => {
    stopped.push(name);
    return failure === undefined ? Promise.resolve() : Promise.reject(failure);
  },
});

test("what was started is stopped the other way round, also after one that cannot be", async () => {
  const stopped: string[] = [];
  const started = new Started(new AbortController().signal);
  await started.add(Promise.resolve(part("moto", stopped)));
  await started.add(Promise.resolve(part("stand-in", stopped, new Error("stuck"))));
  await started.add(Promise.resolve(part("provider", stopped)));
  await started.stop();
  expect(stopped).toEqual(["provider", "stand-in", "moto"]);
  await started.stop();
  expect(stopped).toHaveLength(3);
});

test("a part that comes up while the run is interrupted is stopped, too", async () => {
  const stopped: string[] = [];
  const controller = new AbortController();
  const started = new Started(controller.signal);
  const starting = started.add(
    new Promise<ReturnType<typeof part>>((resolve) =>
      setTimeout(() => resolve(part("moto", stopped)), 5),
    ),
  );
  controller.abort();
  await expect(starting).rejects.toThrow(/abort/i);
  await started.stop();
  expect(stopped).toEqual(["moto"]);
});

test("a part that does not come up leaves those before it to be stopped", async () => {
  const stopped: string[] = [];
  const started = new Started(new AbortController().signal);
  await started.add(Promise.resolve(part("moto", stopped)));
  await expect(started.add(Promise.reject(new Error("no port")))).rejects.toThrow("no port");
  await started.stop();
  expect(stopped).toEqual(["moto"]);
});
