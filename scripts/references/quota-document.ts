import { mustBeAsked, type QuotaRow, requestCommand } from "../../environments/nodes/quota-table";

/** docs/quotas.md, without its first line. */
export function quotaDocument(rows: readonly QuotaRow[]): string {
  return [
    "# Service quotas",
    "",
    "What the node pools of environments on EKS need of AWS' quotas, from their data. Without them the first apply, or the first burst, ends minutes later in `VcpuLimitExceeded`: a new account has none at all for GPU instances, and AWS takes days to grant more. `npm run doctor -- ENVIRONMENT` asks the account what it has.",
    "",
    "_At maximum_: all pools at their `max`, each node of the pool's largest type. _Ask for_: the same while all node groups are updated or replaced: an update adds two nodes for each zone of a group before it takes one away (three zones where the data names none), and a replacement starts a second group at its first size.",
    "",
    "| environment | quota | code | at maximum | ask for | a new account has |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows.map(
      (row) =>
        `| ${row.environment} | ${row.name} | ${row.service} ${row.code} | ${row.atMaximum} | ${mustBeAsked(row) ? `**${row.whileUpdating}** ${row.unit}` : `${row.whileUpdating} ${row.unit}`} | ${row.newAccount} |`,
    ),
    "",
    "Not counted: what else runs in the account and region, and the volumes of claims.",
    "",
    "```sh",
    ...rows.filter(mustBeAsked).map(requestCommand),
    "```",
    "",
    "Codes and values of a new account: `environments/facts/service-quotas.ts`, with their sources.",
    "",
  ].join("\n");
}
