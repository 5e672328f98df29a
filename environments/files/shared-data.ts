import path from "node:path";
import type { z } from "zod";
import { ConfigurationError } from "../errors";
import { projectFile } from "../project";
import { loadModule } from "./environment-data";

/**
 * What a file that environments share exports, checked.
 *
 * @param stem name of the file in environments/, without its ending
 * @throws ConfigurationError naming what is wrong in the file, and where
 */
export function sharedData<T>(stem: string, shape: z.ZodType<T>): T {
  const file = `environments/${stem}.ts`;
  const exported = loadModule(path.resolve(projectFile(file)));
  const { data, error } = shape.safeParse(exported);
  if (data !== undefined) return data;
  throw new ConfigurationError(
    (error?.issues ?? []).map((issue) => ({
      file,
      path: issue.path.join("."),
      value: undefined,
      message: issue.message,
      fix: "correct the value, or restore the file from version control",
    })),
  );
}
