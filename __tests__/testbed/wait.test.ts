import { waitFor } from "../../testbed/wait";

const waiting = { what: "the nodes to be ready", timeoutMs: 30, intervalMs: 1 };

test("the first answer is given, after looks without one and looks that failed", async () => {
  let looks = 0;
  const answer = await waitFor({ ...waiting, timeoutMs: 5_000 }, () => {
    looks += 1;
    if (looks === 1) return Promise.reject(new Error("refused"));
    return Promise.resolve(looks === 2 ? undefined : looks);
  });
  expect(answer).toBe(3);
});

test("what did not happen is named, with how the last look failed", async () => {
  const look = () => Promise.reject(new Error("connection refused"));
  await expect(waitFor(waiting, look)).rejects.toThrow(
    new Error("waited 0.03 s for the nodes to be ready; last: connection refused"),
  );
});

test("a failure that is over by the last look is not told", async () => {
  let looks = 0;
  const look = () => {
    looks += 1;
    return looks === 1 ? Promise.reject(new Error("refused")) : Promise.resolve(undefined);
  };
  await expect(waitFor(waiting, look)).rejects.toThrow(
    new Error("waited 0.03 s for the nodes to be ready"),
  );
});

test("answers that are false or 0 are answers", async () => {
  expect(await waitFor(waiting, () => Promise.resolve(0))).toBe(0);
  expect(await waitFor(waiting, () => Promise.resolve(false))).toBe(false);
});
