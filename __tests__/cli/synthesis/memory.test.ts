import { getHeapStatistics } from "node:v8";
import { runInNewContext } from "node:vm";
import { FlatMemory } from "../../../cli/synthesis/memory";

jest.mock("node:v8", () => ({ getHeapStatistics: jest.fn(), setFlagsFromString: jest.fn() }));
jest.mock("node:vm", () => ({ runInNewContext: jest.fn() }));

const MEBIBYTE = 1024 * 1024;
const collect = jest.fn();
jest.mocked(runInNewContext).mockReturnValue(collect);

/** How often memory was freed, after environments with so many MiB in use. */
function freedAfter(used: readonly number[]): number {
  collect.mockClear();
  const memory = new FlatMemory();
  for (const mebibytes of used) {
    const statistics: Partial<ReturnType<typeof getHeapStatistics>> = {
      used_heap_size: mebibytes * MEBIBYTE,
    };
    jest.mocked(getHeapStatistics).mockReturnValueOnce(Object(statistics));
    memory.afterOne();
  }
  return collect.mock.calls.length;
}

test("few environments are done before memory is freed; of many, what is left is freed again and again", () => {
  expect(freedAfter([80])).toBe(0);
  expect(freedAfter([80, 90, 100])).toBe(0);
  expect(freedAfter([80, 120, 170, 90, 120, 170, 90])).toBe(2);
});

test("a Node that frees nothing when asked costs no synthesis", () => {
  jest.mocked(runInNewContext).mockReturnValueOnce(undefined);
  expect(freedAfter([80, 170])).toBe(0);
});
