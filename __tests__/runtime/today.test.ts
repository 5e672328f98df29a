import { today } from "../../runtime/today";

test("the day is that of SOURCE_DATE_EPOCH, in UTC", () => {
  expect(today({ SOURCE_DATE_EPOCH: "1796083199" })).toBe("2026-11-30");
  expect(today({ SOURCE_DATE_EPOCH: "1796083200" })).toBe("2026-12-01");
});

test("without it the clock says it", () => {
  jest.useFakeTimers({ now: Date.UTC(2027, 2, 27, 23) });
  expect(today({})).toBe("2027-03-27");
  expect(today({ SOURCE_DATE_EPOCH: "" })).toBe("2027-03-27");
  jest.useRealTimers();
});

test.each(["yesterday", "-1", "1e9", "99999999999"])("%p is no count of seconds", (value) => {
  expect(() => today({ SOURCE_DATE_EPOCH: value })).toThrow(
    `environment variable SOURCE_DATE_EPOCH is "${value}", which is no count of seconds`,
  );
});
