import { createHash } from "node:crypto";
import { z } from "zod";
import { CommandFailure } from "../../runtime/failure";

const index = z.object({
  manifests: z.array(
    z.object({
      digest: z.string(),
      platform: z
        .object({ os: z.string(), architecture: z.string(), variant: z.string().optional() })
        .optional(),
    }),
  ),
});

/** What a registry has under a name: one image, or the index of an image for several platforms. */
export interface Manifest {
  /** `sha256:…` of its bytes: the same in every registry. */
  readonly digest: string;
  /** Digests that an index names; none for a single image. */
  readonly children: readonly string[];
  /** `linux/amd64`, …; none for a single image, and attestations are not counted. */
  readonly platforms: readonly string[];
}

/**
 * Reads a manifest or index as the registry sent it.
 *
 * @param reference where it is, for the message
 * @throws CommandFailure when it is neither
 */
export function readManifest(raw: Buffer, reference: string): Manifest {
  const content = parseJson(raw, reference);
  const { data } = index.safeParse(content);
  return {
    digest: `sha256:${createHash("sha256").update(raw).digest("hex")}`,
    children: data?.manifests.map(({ digest }) => digest) ?? [],
    platforms: (data?.manifests ?? []).flatMap(({ platform }) =>
      platform === undefined || platform.os === "unknown"
        ? []
        : [[platform.os, platform.architecture, platform.variant].filter(Boolean).join("/")],
    ),
  };
}

function parseJson(raw: Buffer, reference: string): unknown {
  try {
    return JSON.parse(raw.toString("utf8"));
  } catch {
    throw new CommandFailure(
      `what the registry calls ${reference} is no image manifest`,
      "see that the address is a registry's, and the repository an image's",
    );
  }
}
