import { environmentName, loadRehearsals } from "../../environments";
import { type Rehearsals, pairsAmong } from "../../environments/rehearsals";
import type { EnvironmentSpec } from "../../environments/schema";
import { readSynthesized } from "../../inventory/synthesized";
import { environmentParity } from "../../rules/environment-parity";
import { changedSpec } from "../support/changed-spec";
import { specOf } from "../support/synth";

const [local, staging, production] = [specOf("local"), specOf("staging"), specOf("production")];

function found(spec: EnvironmentSpec, rehearsals: Rehearsals | undefined): readonly string[] {
  return environmentParity
    .check(readSynthesized([]), spec, { rehearsals })
    .map(({ severity, object, message }) => `${severity} ${object}: ${message}`);
}

describe("what an environment is compared with", () => {
  test("is loaded for what is rehearsed, not for the rehearsal", () => {
    const names = ({ pairs }: Rehearsals) =>
      pairs.map(({ rehearsal, rehearsed }) => `${rehearsal.name} -> ${rehearsed.name}`);
    expect(names(loadRehearsals([environmentName("production")], {}))).toEqual([
      "staging -> production",
    ]);
    expect(
      names(loadRehearsals([environmentName("staging"), environmentName("local")], {})),
    ).toEqual([]);
    expect(loadRehearsals([environmentName("production")], {}).complete).toBe(true);
    expect(loadRehearsals([environmentName("local")], {}).complete).toBe(false);
  });

  test("may be several rehearsals of one, and several that one rehearses", () => {
    const second = { ...local, rehearses: production.name };
    expect(pairsAmong([staging, second, production])).toHaveLength(2);
    const both = {
      ...staging,
      rehearses: [environmentName("production"), environmentName("local")],
    } satisfies EnvironmentSpec;
    expect(pairsAmong([both, local, production])).toHaveLength(2);
  });
});

test("each rehearsal is compared with what it rehearses, by name", () => {
  const other = changedSpec(production, { "applications.0.web.port": 9090 });
  const second = { ...local, ...other, name: local.name, rehearses: production.name };
  const pairs = pairsAmong([staging, second, production]);
  expect(found(production, { pairs, complete: true })).toEqual([
    "error Setting applications[montage-ai].web.port: is 9090 in local and 8080 in production: production is not what was rehearsed",
  ]);
});

test("with other switches the environment is compared as it would be", () => {
  const pairs = pairsAmong([staging, production]);
  const changed = changedSpec(production, { "switches.addons.prometheus-adapter": false });
  expect(found(changed, { pairs, complete: true })).toEqual([
    "error Setting switches.addons.prometheus-adapter: is true in staging and false in production: production is not what was rehearsed",
  ]);
});

test("an allowed difference is called unused only when no pair needs it, and all pairs are known", () => {
  const twin = { ...production, name: local.name, rehearses: production.name, protected: false };
  const alone = pairsAmong([twin, production]);
  expect(found(production, { pairs: alone, complete: true })).toContainEqual(
    expect.stringContaining("local and production have it in common"),
  );
  expect(found(production, { pairs: alone, complete: false })).toEqual([]);
  const both = pairsAmong([twin, staging, production]);
  expect(found(production, { pairs: both, complete: true })).toEqual([]);
});

test("nothing is compared where nothing rehearses", () => {
  expect(found(staging, loadRehearsals([environmentName("staging")], {}))).toEqual([]);
  expect(found(production, undefined)).toEqual([]);
});

test("how kube-proxy is set up is a fact of each cluster, named in both, in one or in none", () => {
  const named = changedSpec(staging, { "cluster.kubeProxy": { mode: "iptables" } });
  const other = changedSpec(production, { "cluster.kubeProxy": { mode: "nftables" } });
  for (const [rehearsal, rehearsed] of [
    [named, production],
    [staging, other],
    [named, other],
    [staging, production],
  ] as const) {
    const pairs = pairsAmong([rehearsal, rehearsed]);
    expect(found(rehearsed, { pairs, complete: true })).toEqual([]);
  }
});
