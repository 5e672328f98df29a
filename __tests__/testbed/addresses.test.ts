import { freePorts, takeServiceRange } from "../../testbed/addresses";

test("two testbeds never have the same range while they hold it", async () => {
  const ranges = [await takeServiceRange(), await takeServiceRange(), await takeServiceRange()];
  expect(new Set(ranges.map(({ cidr }) => cidr)).size).toBe(3);
  await Promise.all(ranges.map((range) => range.release()));
});

test("a range that was released can be had again", async () => {
  const first = await takeServiceRange();
  const second = await takeServiceRange();
  await first.release();
  const third = await takeServiceRange();
  expect(third.cidr).toBe(first.cidr);
  await Promise.all([second.release(), third.release()]);
});

test("a range is one of loopback, for --service-cluster-ip-range", async () => {
  const range = await takeServiceRange();
  expect(range.cidr).toMatch(/^127\.\d+\.0\.0\/16$/);
  await range.release();
});

test("free ports are all different", async () => {
  const ports = await freePorts(40);
  expect(new Set(ports).size).toBe(40);
  expect(Math.min(...ports)).toBeGreaterThan(0);
});
