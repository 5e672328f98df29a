import { chartPins } from "../../../environments/chart-pins";
import { chartRights, type Grant } from "../../../environments/facts/chart-rights";
import { groupBy } from "../../../inventory/group-by";
import type { HelmRelease, NetworkPolicy } from "../../../inventory/model";
import { readSynthesized } from "../../../inventory/synthesized";
import { userOf } from "../../../modules/admission-policy/admission-policy";
import { awsTypes, policyContext } from "../../../cli/policy/context";
import { policiesOf } from "../../../cli/policy/documents";
import type { SynthesizedEnvironment } from "../../../cli/synthesis/synthesize";
import { declaredRights } from "./declared-rights";
import { podsText, policyText } from "./network-text";
import { rulesText } from "./rights-text";

/** A line of a table; lines that environments have in common are one. */
interface Line {
  readonly environment: string;
  readonly cells: readonly string[];
}

/** The rights of each account, from synthesized environments and what is known of the charts. */
export function rightsDocument(environments: readonly SynthesizedEnvironment[]): string {
  const read = environments.map((environment) => {
    const sources = environment.stacks.map(({ id, json }) => ({ name: id, json }));
    return {
      name: environment.name,
      rights: declaredRights(sources),
      inventory: readSynthesized(sources),
    };
  });
  const names = read.map(({ name }) => name);
  const accounts = read.flatMap(({ name, rights, inventory }) =>
    accountLines(rights, grantsOfCharts(inventory.helmReleases)).map((cells) => ({
      environment: name,
      cells,
    })),
  );
  const network = read.flatMap(({ name, inventory }) =>
    inventory.networkPolicies.map((policy) => ({ environment: name, cells: networkCells(policy) })),
  );
  return [
    "# Who can do what",
    "",
    "From the synthesized roles, admission policies and network policies of every environment, and from the charts as they render with this project's values (`environments/facts/chart-rights.json`). _In_ is empty where all environments have the line.",
    "",
    "## In the cluster",
    "",
    "A line is one role of one account, where it holds, and the admission policies that judge what the account writes. What no line says is refused.",
    "",
    ...table(["account", "where", "may", "bounded by", "in"], accounts, names),
    "",
    unknownCharts(read.flatMap(({ inventory }) => inventory.helmReleases)),
    "",
    "## Over the network",
    "",
    "Policies only ever add: a pod that one of them selects in a direction is denied all that none allows. The API server and nodes are no pods, so _anywhere_ and _any address_ stand for them.",
    "",
    ...table(["namespace", "pods", "may connect", "policy", "in"], network, names),
    "",
    "## In AWS",
    "",
    "What runs of Terraform need there ([policies](aws-permissions.md)); a plan only reads.",
    "",
    ...awsRows(environments),
    "",
  ].join("\n");
}

type Rights = ReturnType<typeof declaredRights>;

function accountLines(
  { accounts, grants, bounds }: Rights,
  ofCharts: readonly Grant[],
): readonly (readonly string[])[] {
  const all = [...grants, ...ofCharts];
  const bound = ({ namespace, name }: Grant["account"]) =>
    bounds
      .filter(({ user }) => user === userOf(namespace, name))
      .map(({ policy }) => `\`${policy}\``)
      .join(", ");
  const named = ({ namespace, name }: Grant["account"]) => `${namespace}/${name}`;
  const idle = accounts.filter(
    (account) => !all.some((grant) => named(grant.account) === named(account)),
  );
  return [
    ...all.map((grant) => [
      named(grant.account),
      grant.namespace ?? "cluster",
      rulesText(grant),
      bound(grant.account),
    ]),
    ...idle.map((account) => [named(account), "", "nothing", bound(account)]),
  ].toSorted((left, right) => (left[0] ?? "").localeCompare(right[0] ?? ""));
}

/** The grants of the charts that an environment installs. */
function grantsOfCharts(releases: readonly HelmRelease[]): readonly Grant[] {
  const known = chartRights();
  return releases.flatMap(({ chart }) => known[chart]?.grants ?? []);
}

function unknownCharts(releases: readonly HelmRelease[]): string {
  const known = chartRights();
  const missing = new Set(releases.map(({ chart }) => chart).filter((chart) => !(chart in known)));
  const versions = Object.entries(known).map(([chart, { version }]) => `${chart} ${version}`);
  const pins = chartPins();
  const others = Object.entries(pins).flatMap(([chart, { version }]) =>
    missing.has(chart) ? [`${chart} ${version}`] : [],
  );
  return `Charts, at the newest versions that were rendered ([which is pinned](../charts.md#what-was-seen-with-which-version)): ${versions.toSorted().join(", ")}. Not read, their rights are the charts' own: ${others.toSorted().join(", ")}. \`horizontal-pod-autoscaler\` is Kubernetes' own.`;
}

function networkCells(policy: NetworkPolicy): readonly string[] {
  const { namespace, name, podSelector } = policy;
  return [namespace, podsText(podSelector), policyText(policy), name];
}

function table(
  head: readonly string[],
  lines: readonly Line[],
  environments: readonly string[],
): readonly string[] {
  const merged = [...groupBy(lines, ({ cells }) => JSON.stringify(cells))].map(([, group]) => {
    const found = [...new Set(group.map(({ environment }) => environment))];
    const where = found.length === environments.length ? "" : found.join(", ");
    return [...(group[0]?.cells ?? []), where];
  });
  const rows = merged.toSorted((left, right) => {
    const [a, b] = [left.slice(0, 2).join(" "), right.slice(0, 2).join(" ")];
    return a < b ? -1 : a > b ? 1 : 0;
  });
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}

function awsRows(environments: readonly SynthesizedEnvironment[]): readonly string[] {
  const rows = environments.flatMap(({ name, spec: { cluster }, stacks }) => {
    if (cluster.kind !== "eks") return [];
    const contents = stacks.map(({ json }) => json);
    const { plan, apply } = policiesOf(awsTypes(contents), policyContext(cluster, contents));
    const changes = apply.flatMap(({ Statement }) => Statement);
    return [
      `| ${name} | plan | ${plan.Statement.flatMap(({ Action }) => Action).length} actions that read |`,
      ...changes.map(({ Sid, Action }) => `| ${name} | apply | ${Sid}: ${Action.length} actions |`),
    ];
  });
  return ["| environment | run | may |", "| --- | --- | --- |", ...rows];
}
