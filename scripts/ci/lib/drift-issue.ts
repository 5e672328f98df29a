import { z } from "zod";
import type { GitHub } from "./github";

const issue = z.object({ number: z.number(), body: z.string().nullish(), html_url: z.string() });

/** What is known of an environment's drift. */
export interface EnvironmentDrift {
  readonly environment: string;
  /** Undefined: the environment is as the code says. */
  readonly report: string | undefined;
}

/**
 * Keeps one open issue for an environment that differs from the code: opened
 * when that is first seen, brought up to date while it lasts, closed when it is over.
 *
 * @returns what was done
 */
export async function recordDrift(
  github: GitHub,
  { environment, report }: EnvironmentDrift,
): Promise<string> {
  const marker = `<!-- fluxibri-core: drift of ${environment} -->`;
  const open = await github.list("/issues?state=open", issue);
  const before = open.find(({ body }) => body?.startsWith(marker));
  if (report === undefined) {
    if (before === undefined) return `${environment} is as the code says`;
    const closed = { state: "closed", state_reason: "completed" };
    await github.call("PATCH", `/issues/${before.number}`, issue, closed);
    return `closed: ${before.html_url}`;
  }
  const body = `${marker}\n${report}\n\nThe way back: \`npm run deploy -- ${environment}\`, or a change of the code that says what is there now. This issue is brought up to date by every run of drift.yml, and closed by the first that finds nothing.\n`;
  if (before !== undefined) {
    await github.call("PATCH", `/issues/${before.number}`, issue, { body });
    return `brought up to date: ${before.html_url}`;
  }
  const { html_url } = await github.call("POST", "/issues", issue, {
    title: `Drift: ${environment} is not as the code says`,
    body,
  });
  return `opened: ${html_url}`;
}
