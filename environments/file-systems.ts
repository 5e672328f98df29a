import { fileOfValue } from "./environment-file";
import type { ConfigurationIssue } from "./errors";
import type { EnvironmentSpec } from "./schema";

/**
 * Environments that name the EFS file system of one before them: it is a creation token, and
 * AWS refuses the second one of an account and region, which no plan says.
 * https://docs.aws.amazon.com/efs/latest/ug/API_CreateFileSystem.html
 */
export function fileSystemClashes(
  specs: readonly EnvironmentSpec[],
): readonly ConfigurationIssue[] {
  return specs.flatMap((spec, index) => {
    const own = fileSystemOf(spec);
    const other = specs.slice(0, index).find((before) => {
      const theirs = fileSystemOf(before);
      return own !== undefined && theirs?.name === own.name && theirs.region === own.region;
    });
    if (own === undefined || other === undefined) return [];
    return [
      {
        file: fileOfValue(spec.name, ["storage", "name"], own.name),
        path: "storage.name",
        value: own.name,
        message: `is the file system of ${other.name}, in the same region`,
        fix: "name a file system of its own",
      },
    ];
  });
}

function fileSystemOf({ storage, cluster }: EnvironmentSpec) {
  return storage.kind === "efs" && cluster.kind === "eks"
    ? { name: storage.name, region: cluster.region }
    : undefined;
}
