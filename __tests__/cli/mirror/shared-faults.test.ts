import { z } from "zod";
import { ConfigurationError } from "../../../environments/errors";
import { sharedData } from "../../../environments/files/shared-data";

function issuesOf(call: () => unknown) {
  try {
    call();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.issues;
    throw error;
  }
  return [];
}

test("what a shared file lacks is an error of the data, with file and path", () => {
  const shape = z.object({ ghcr: z.object({ repository: z.literal("elsewhere") }) });
  expect(issuesOf(() => sharedData("shared", shape))).toMatchObject([
    { file: "environments/shared.ts", path: "ghcr.repository" },
  ]);
});
