import { z } from "zod";
import { dnsLabel } from "./common";

const KEY = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;
const PATH = /^(?!.*\.\.)[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/;

/**
 * Files of an optional Secret that are copied into the home of each pod of the app before
 * it starts, such as a login that its program writes to: a Secret is mounted read-only.
 */
export const homeFiles = z.strictObject({
  /** Of the volume, and of the container that copies. */
  name: dnsLabel,
  /** Secret in the app's namespace that the environment does not make; pods start without it. */
  secretName: dnsLabel,
  /** Key of the Secret -> path of the file below the home. */
  files: z
    .record(
      z.string().regex(KEY, 'must be the key of a Secret, e.g. "config.json"'),
      z.string().regex(PATH, 'must be a path below the home, e.g. ".config/tool/config.json"'),
    )
    .refine((files) => Object.keys(files).length > 0, {
      error: "names no file",
      params: { fix: 'add one, e.g. { "config.json": ".config/tool/config.json" }' },
    }),
});
export type HomeFilesSpec = z.output<typeof homeFiles>;
