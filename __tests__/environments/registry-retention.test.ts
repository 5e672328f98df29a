import { issuesWith } from "../support/issues-with";

test.each([undefined, 1, 1000])("registry.keepNewest may be %s", (keepNewest) => {
  expect(issuesWith("staging", { "registry.keepNewest": keepNewest })).toEqual([]);
});

test.each([0, 1001, 2.5])("registry.keepNewest %s is refused with its place", (keepNewest) => {
  expect(issuesWith("staging", { "registry.keepNewest": keepNewest })).toEqual([
    expect.objectContaining({ path: "registry.keepNewest", value: keepNewest }),
  ]);
});
