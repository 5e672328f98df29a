import { STACK_PARTS } from "../../../environments/workload-names";
import { issuesWith } from "../../support/issues-with";

const namesIssues = (name: string) =>
  issuesWith("local", { "applications.0.workers.0.name": name }).filter(
    ({ path }) => path === "applications[0].workers[0].name",
  );

test.each(STACK_PARTS)("no worker is called %s as a part of its stack is", (name) => {
  expect(namesIssues(name)).toMatchObject([{ value: name, fix: expect.stringContaining(name) }]);
});

test("any other name is a worker's", () => {
  expect(namesIssues("renderer")).toEqual([]);
});
