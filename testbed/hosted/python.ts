import { CommandFailure } from "../../runtime/failure";
import type { Progress } from "../../runtime/progress";
import { pythonEnvironment } from "../../runtime/python-environment";

/** RQ's versions that the workers are tried with, each with the client that the app's requirements resolve to beside it. */
export const RQ_REQUIREMENTS = {
  "2": "testbed/worker/requirements.txt",
  "3": "testbed/worker/requirements-rq3.txt",
} as const;

/** `TESTBED_RQ`: the major version of RQ; 2 by default. */
function requirementsFile(wanted = process.env["TESTBED_RQ"] ?? "2"): string {
  if (wanted === "2" || wanted === "3") return RQ_REQUIREMENTS[wanted];
  throw new CommandFailure(
    `TESTBED_RQ is ${JSON.stringify(wanted)}`,
    `set it to ${Object.keys(RQ_REQUIREMENTS).join(" or ")}, or leave it out`,
  );
}

/**
 * An interpreter that has rq as the requirements of testbed/worker pin it.
 *
 * @throws CommandFailure when there is no Python, no such RQ, or the packages cannot be had
 */
export function ensurePython(
  progress: Progress,
  requirements: string = requirementsFile(),
): Promise<string> {
  return pythonEnvironment(
    {
      requirements,
      what: "rq",
      otherwise: "start with --without-scaling",
    },
    progress,
  );
}
