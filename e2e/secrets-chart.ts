import assert from "node:assert/strict";
import type { KubernetesObject, V1Secret } from "@kubernetes/client-node";
import { chartNamed } from "../addons";
import { chartPins } from "../environments/chart-pins";
import { isWithin } from "../rules/release-pins/release-support";
import { type E2e, testbedOf } from "./phase";

const CHART = "external-secrets";
const NAMESPACE = "external-secrets";
const API = "external-secrets.io/v1";

/**
 * External Secrets' chart back to each version that was seen, newest first, and forward again, as a
 * person rolls a bad release back: stores, ExternalSecrets and what they wrote stay. A version whose
 * project does not test it on this Kubernetes is left out, because the rule release-pins refuses it.
 *
 * @returns what was seen
 */
export async function secretsChart(e2e: E2e): Promise<string> {
  const { version } = chartPins()[CHART];
  const earlier = chartNamed(CHART)
    .evidence.filter(({ version: other, how }) => how === "seen" && other !== version)
    .map((seen) => seen.version)
    .filter((other) => isTested(other, e2e.kubernetes));
  if (earlier.length === 0) {
    return `${CHART} stays: no version before ${version} is tested on ${e2e.kubernetes}`;
  }
  const before = await kept(e2e);
  assert.notEqual(before.length, 0, "objects of External Secrets");
  const way = [...earlier, version];
  for (const step of way) {
    await e2e.project.rollback("--chart", `${CHART}@${step}`);
    assert.equal(await releasedChart(e2e), `${CHART}-${step}`, "chart of the release");
    assert.deepEqual(await kept(e2e), before, `objects after ${step}`);
  }
  const changed = e2e.project.plan().filter(({ changes }) => changes.length > 0);
  assert.deepEqual(changed, [], "stacks with changes after all ways");
  return `${CHART} ${[version, ...way].join(" -> ")}: ${before.length} stores, ExternalSecrets and Secrets kept, second plan empty`;
}

function isTested(version: string, kubernetes: string): boolean {
  return (chartNamed(CHART).support ?? []).some(
    ({ series, tested }) =>
      version.startsWith(`${series}.`) && tested !== undefined && isWithin(tested, kubernetes),
  );
}

async function releasedChart(e2e: E2e): Promise<string | undefined> {
  const deployment = await testbedOf(e2e).client.read({
    ...{ apiVersion: "apps/v1", kind: "Deployment" },
    ...{ namespace: NAMESPACE, name: CHART },
  });
  return deployment?.metadata?.labels?.["helm.sh/chart"];
}

/** Each with what makes it the same one; a Secret with what is in it as well. */
async function kept(e2e: E2e): Promise<readonly string[]> {
  const { client } = testbedOf(e2e);
  const stores = await client.list(API, "ClusterSecretStore");
  const wanted = await client.list(API, "ExternalSecret");
  const secrets = await client.list<V1Secret & KubernetesObject>("v1", "Secret");
  const names = new Set(wanted.map(({ metadata }) => `${metadata?.namespace}/${metadata?.name}`));
  const written = secrets.filter(({ metadata }) =>
    names.has(`${metadata?.namespace}/${metadata?.name}`),
  );
  return [
    ...[...stores, ...wanted].map(({ metadata }) => `${metadata?.name} ${metadata?.uid}`),
    ...written.map(
      ({ metadata, data }) => `${metadata?.name} ${metadata?.uid} ${JSON.stringify(data)}`,
    ),
  ].toSorted();
}
