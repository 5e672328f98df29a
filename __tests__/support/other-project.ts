import path from "node:path";

/** Variable that says where the project is; a module that is loaded anew knows nothing else. */
export const OTHER_PROJECT = "FLUXIBRI_TEST_PROJECT";

/**
 * In place of the module that knows where the project is, for files that a test changes:
 *
 *     jest.mock("../../environments/project", () => jest.requireActual("../support/other-project"));
 */
export function projectFile(relative: string): string {
  return path.join(process.env[OTHER_PROJECT] ?? path.resolve("."), relative);
}
