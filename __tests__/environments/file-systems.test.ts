import { fileSystemClashes } from "../../environments/file-systems";
import { changedSpec } from "../support/changed-spec";
import { specOf } from "../support/synth";

const production = specOf("production");
const other = (changes: Readonly<Record<string, unknown>> = {}) =>
  changedSpec(production, { name: "production-us", ...changes });

test("two environments that would make one file system are refused", () => {
  expect(fileSystemClashes([production, other()])).toMatchObject([
    {
      path: "storage.name",
      value: "montage-ai-production",
      message: "is the file system of production, in the same region",
    },
  ]);
});

test("another name or region is another file system", () => {
  expect(
    fileSystemClashes([
      specOf("local"),
      specOf("staging"),
      production,
      other({ "storage.name": "montage-ai-production-us" }),
      other({ "cluster.region": "us-east-1" }),
    ]),
  ).toEqual([]);
});
