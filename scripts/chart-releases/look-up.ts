import { types } from "node:util";
import type { ChartReleases } from "../../addons/kit/chart-facts";
import type { ChartPin } from "../../environments/chart-pins";
import { releasesIn } from "./index-releases";

/** An index of some thousand releases takes seconds; one that hangs is given up. */
const TIMEOUT_MS = 120_000;

/** The largest index that is read, bytes: prometheus-community's has some tens of megabytes. */
const MOST_BYTES = 200 * 2 ** 20;

/** What became of looking up a chart. */
export type LookedUp =
  | { readonly chart: string; readonly releases: ChartReleases }
  | { readonly chart: string; readonly problem: string };

/**
 * Looks up a chart's releases in its repository.
 *
 * @param day today, `YYYY-MM-DD`
 */
export async function lookUp(
  chart: string,
  { repository }: Pick<ChartPin, "repository">,
  day: string,
): Promise<LookedUp> {
  if (!/^https?:/.test(repository)) {
    return { chart, problem: `${repository} has no index; its tags are looked up by hand` };
  }
  const source = `${repository.replace(/\/$/, "")}/index.yaml`;
  try {
    const index = await read(source);
    const releases = releasesIn(index, chart, { day, source });
    return releases === undefined
      ? { chart, problem: `${source} has no final release of it` }
      : { chart, releases };
  } catch (error) {
    return { chart, problem: `${source} cannot be read: ${reasonOf(error)}` };
  }
}

async function read(url: string): Promise<string> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!answer.ok || answer.body === null) throw new Error(`HTTP ${answer.status}`);
  const decoder = new TextDecoder();
  let [text, size] = ["", 0];
  for await (const chunk of answer.body) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new Error(`it has more than ${MOST_BYTES} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text;
}

function reasonOf(error: unknown): string {
  if (!types.isNativeError(error)) return String(error);
  const { cause, message } = error;
  return types.isNativeError(cause)
    ? `${message} (${cause.message})`
    : (message.split("\n")[0] ?? "");
}
