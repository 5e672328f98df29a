import type { Progress } from "../../runtime/progress";
import { CommandFailure } from "../../runtime/failure";
import type { CopyTool } from "./copy-tool";
import type { Manifest } from "./manifest";

/** An image to have in a second registry. */
export interface MirrorRequest {
  /** Repository to copy from, e.g. `ghcr.io/owner/name`. */
  readonly source: string;
  /** Repository to copy to, e.g. `127.0.0.1:5000/name`. */
  readonly destination: string;
  /** `tag`, or `tag@sha256:…`: then exactly that content is copied, whatever the tag has become. */
  readonly version: string;
}

/** What was there, or is there now. */
export interface Mirrored {
  readonly tag: string;
  readonly digest: string;
  /** Empty for an image of one platform. */
  readonly platforms: readonly string[];
  /** False: it had been there already, and nothing was written. */
  readonly copied: boolean;
}

/**
 * Copies an image, all its platforms, under the same tag and digest, unless it
 * is there already; then looks whether it arrived.
 *
 * @throws CommandFailure when there is no such image, or it cannot be copied
 */
export async function mirrorImage(
  tool: CopyTool,
  { source, destination, version }: MirrorRequest,
  say: Progress,
): Promise<Mirrored> {
  const { tag, image } = await sourceImage(tool, { source, version }, say);
  const target = `${destination}:${tag}`;
  const result = { tag, digest: image.digest, platforms: image.platforms };
  if ((await whatIsMissing(tool, destination, tag, image)) === undefined) {
    say(`${target} is the same: nothing to copy`);
    return { ...result, copied: false };
  }
  // By digest: the tag may move while it is copied.
  await tool.copy(`${source}@${image.digest}`, target, say);
  const missing = await whatIsMissing(tool, destination, tag, image);
  if (missing !== undefined) {
    throw new CommandFailure(
      `after the copy ${missing}`,
      "run it again; if it stays so, another writer has this tag, or the registry's volume is full",
    );
  }
  say(`${target} is there, with every platform`);
  return { ...result, copied: true };
}

/**
 * What a registry has under a version, without copying anything.
 *
 * @throws CommandFailure when there is no such image
 */
export async function sourceImage(
  tool: CopyTool,
  { source, version }: Pick<MirrorRequest, "source" | "version">,
  say: Progress,
): Promise<{ readonly tag: string; readonly image: Manifest }> {
  const [tag = "", digest] = version.split("@");
  const wanted = digest === undefined ? `${source}:${tag}` : `${source}@${digest}`;
  const image = await tool.manifest(wanted);
  if (image === undefined) {
    throw new CommandFailure(
      `there is no ${wanted}`,
      "see the tags that the app's pipeline has pushed; --tag names another one",
    );
  }
  say(`${wanted}: ${image.digest}${image.platforms.map((name) => ` ${name}`).join("")}`);
  return { tag, image };
}

/** What of an image a registry lacks; undefined when it has all of it under that tag. */
async function whatIsMissing(
  tool: CopyTool,
  repository: string,
  tag: string,
  image: Manifest,
): Promise<string | undefined> {
  const found = await tool.manifest(`${repository}:${tag}`);
  if (found === undefined) return `${repository}:${tag} is not there`;
  if (found.digest !== image.digest) {
    return `${repository}:${tag} is ${found.digest} instead of ${image.digest}`;
  }
  for (const child of image.children) {
    if ((await tool.manifest(`${repository}@${child}`)) === undefined) {
      return `${repository} lacks ${child}, which ${image.digest} names`;
    }
  }
  return undefined;
}
