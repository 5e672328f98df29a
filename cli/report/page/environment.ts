import type { EnvironmentReport, PageReport } from "../model/report";
import { capacityPart } from "./capacity";
import { openFindings } from "./findings";
import { details, type Html, markup, table } from "./html";
import { gpuDrawing } from "./gpus";
import { rulesPart } from "./rules";
import { scalingPart } from "./scaling";
import { fitText } from "./summary";
import { amountsText, dollars } from "./units";
import { whatIfPart } from "./what-if";

/** All of one environment. */
export function environmentSection(
  environment: EnvironmentReport,
  { priceBasis }: Pick<PageReport, "priceBasis">,
  diagram: Html,
): Html {
  const { name, stacks } = environment;
  return markup`<section class="environment" id="${name}" aria-labelledby="${name}-title">
    <h2 id="${name}-title">${name}</h2>
    ${factsPart(environment)}
    <h3>Who may run where</h3>
    <figure class="diagram">
      <div class="scroll" tabindex="0" role="group" aria-label="Diagram of ${name}">${diagram}</div>
      <figcaption>
        A line goes from pods to nodes that take them. What runs on every node has no lines.
      </figcaption>
    </figure>
    ${gpuDrawing(environment.pools)}
    ${details("The same as tables", markup`${stackTable(stacks)}${poolTable(environment)}${workloadTable(environment)}`)}
    <h3>Capacity at maximum scale</h3>
    ${capacityPart(environment)}
    <h3>From jobs to replicas to nodes</h3>
    ${scalingPart(environment)}
    <h3>What if</h3>
    ${whatIfPart(environment)}
    <h3>Storage paths</h3>
    ${storageTable(environment)}
    <h3>Image paths</h3>
    ${imageTable(environment)}
    <h3 id="${name}-rules">Rules</h3>
    ${rulesPart(environment)}
    <h3>Cost of instances, at most</h3>
    ${costPart(environment, priceBasis)}
  </section>`;
}

/** What one asks of an environment first. */
function factsPart(environment: EnvironmentReport): Html {
  const open = openFindings(environment).length;
  const held = environment.rules.filter(({ holds }) => holds).length;
  return markup`<dl class="facts">
    <dt>cluster</dt>
    <dd>${environment.cluster}</dd>
    <dt>protected</dt>
    <dd>${environment.protected ? "yes: its data may not be lost" : "no: its data may be lost"}</dd>
    <dt>at maximum scale</dt>
    <dd>${fitText(environment)}</dd>
    <dt>rules</dt>
    <dd>
      <a href="#${environment.name}-rules"
        >${held} of ${environment.rules.length} hold, ${open} open
        ${open === 1 ? "finding" : "findings"}</a
      >
    </dd>
  </dl>`;
}

function stackTable(stacks: EnvironmentReport["stacks"]): Html {
  return table(
    "Stacks, in the order of application",
    ["stack", "resources", "state", "rules held"],
    stacks.map(({ stack, total, state, rulesHeld, rules }) => [
      stack,
      total,
      state,
      `${rulesHeld} of ${rules}`,
    ]),
  );
}

function poolTable({ pools }: EnvironmentReport): Html {
  return table(
    "Nodes",
    ["pool or machine", "nodes", "machine", "architecture", "a node has for pods", "taints"],
    pools.map(({ name, min, max, machine, architecture, allocatable, taints }) => [
      name,
      min === max ? max : `${min} to ${max}`,
      machine,
      architecture,
      amountsText(allocatable),
      taints.join(", ") || "none",
    ]),
  );
}

function workloadTable({ workloads }: EnvironmentReport): Html {
  return table(
    "Pods",
    ["pods of", "number", "one asks for", "run on", "not on"],
    workloads.map(({ name, everyNode, min, max, requests, runsOn, refusedBy }) => [
      name,
      everyNode ? "one a node" : min === max ? max : `${min} to ${max}`,
      amountsText(requests),
      runsOn.join(", ") || "no node",
      refusedBy.map(({ pool, reason }) => `${pool}: ${reason}`).join("; "),
    ]),
  );
}

function storageTable({ storage }: EnvironmentReport): Html {
  return table(
    "From a folder to what holds the bytes",
    ["claim", "size", "access", "mounted by", "class", "provisioner", "bound to one node"],
    storage.map((path) => [
      `${path.namespace}/${path.claim}`,
      path.size,
      path.accessModes.join(", "),
      path.mountedBy
        .map(({ workload, folders }) => `${workload} at ${folders.join(", ")}`)
        .join("; ") || "no pod",
      path.storageClass ?? "the cluster's default",
      path.provisioner ?? "not known here",
      path.oneNode,
    ]),
  );
}

function imageTable({ images }: EnvironmentReport): Html {
  return table(
    "From a registry to the pods",
    ["image", "pulled from", "pinned by", "pull secrets", "pods of"],
    images.map(({ image, registry, pinnedBy, pullSecrets, workloads }) => [
      image,
      registry,
      pinnedBy,
      pullSecrets.join(", ") || "none",
      workloads.join(", "),
    ]),
  );
}

function costPart({ cost: { pools, totalUsd } }: EnvironmentReport, basis: string): Html {
  if (totalUsd === undefined) {
    return markup`<p>No price: these are own machines, or nodes of the testbed.</p>`;
  }
  return markup`${table(
    "Upper bound of an hour",
    ["pool", "dearest type", "nodes at most", "each", "all"],
    [
      ...pools.map(({ pool, instanceType, nodesMax, eachUsd, allUsd }) => [
        pool,
        instanceType,
        nodesMax,
        dollars(eachUsd),
        dollars(allUsd),
      ]),
      ["together", "", "", "", dollars(totalUsd)],
    ],
  )}
    <p class="note">${basis}</p>`;
}
