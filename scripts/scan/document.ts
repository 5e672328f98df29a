import { ACCEPTED_SCANS } from "./accepted";

/** docs/operations/scanners.md: what scanners of others say of this project. */
export function scannersDocument(): string {
  return `# Scanners

\`npm run scan\` has programs of others read what this project writes: [actionlint](https://github.com/rhysd/actionlint) and [zizmor](https://docs.zizmor.sh) the workflows, [checkov](https://www.checkov.io) the Kubernetes objects of all environments (the inventory, an object a file) and AWS' part of the synthesized stacks. None of them asks a server: zizmor runs with \`--offline\`, checkov with \`--skip-download\`.

zizmor and checkov are pinned with hashes in \`scripts/scan/requirements-*.txt\` and installed once, into a virtual environment in the user's cache; actionlint comes from PATH or through Go. Where one cannot be had, the command says so and fails; \`--if-possible\` (in \`.ci/run\`) only says so. It is never counted as passed. \`--json\` prints for machines.

A finding is mended, or accepted in \`scripts/scan/accepted.ts\` by scanner, check and place, with a reason. An acceptance that nothing matches any more fails the scan.

## Figures

| scanner           | read                                    | before, 2026-11-28 | after                        |
| ----------------- | --------------------------------------- | ------------------ | ---------------------------- |
| actionlint 1.7.12 | all workflows                           | 0                  | 0                            |
| zizmor 1.32.0     | all workflows                           | 2                  | 1, accepted                  |
| checkov 3.3.30    | 244 objects and 2 stacks with AWS' part | 38                 | 35, accepted                 |

checkov no longer finds service account tokens that pods without cluster access mounted. zizmor found the npm cache in the workflow that publishes a release: nothing is taken from a cache there any more. Its one finding now is \`plan.yml\`, which came since.

checkov is given one object a file and counts what it judged: a workload that it has not judged is a finding of ours (\`not-read\`). Of the stacks it gets what belongs to AWS; it does not parse a whole stack as cdktf writes it (checkov 3.3.30).

## Accepted

| scanner | check | where | because |
| --- | --- | --- | --- |
${ACCEPTED_SCANS.map(
  ({ scanner, check, where, reason }) =>
    `| ${scanner} | ${check} | \`${where.source.replaceAll("|", "\\|").replaceAll("\\/", "/")}\` | ${reason} |`,
).join("\n")}
`;
}
