import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { chartPins } from "../../environments/chart-pins";
import { pairsAmong } from "../../environments/rehearsals";
import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { readSynthesized } from "../../inventory/synthesized";
import { RULES, type Finding } from "../../rules";
import { changedSpec } from "../support/changed-spec";
import { specOf } from "../support/synth";
import { findingsOf } from "../../rules/engine/rule";

const FIXTURES = path.join(__dirname, "..", "fixtures");

const fixture = z.strictObject({
  environment: z.enum(ENVIRONMENT_NAMES),
  /** Values of the environment's data that are otherwise in the fixture, by their path. */
  changes: z.record(z.string(), z.unknown()).default({}),
  /** Objects of the environment's stacks, for content that is applied beside them. */
  owned: z
    .array(z.strictObject({ kind: z.string(), namespace: z.string(), name: z.string() }))
    .optional(),
  stacks: z.array(z.strictObject({ name: z.string(), json: z.unknown() })),
});

/** Stems of all fixtures of a kind: `<rule>` or `<rule>-<case>`. */
export function fixtures(kind: "valid" | "invalid"): readonly string[] {
  return readdirSync(path.join(FIXTURES, kind)).map((file) => path.parse(file).name);
}

/** The rule that a fixture is about. */
export function ruleOf(stem: string) {
  const rule = RULES.find(({ id }) => stem === id || stem.startsWith(`${id}-`));
  if (rule === undefined) throw new Error(`fixture ${stem} is about none of the rules`);
  return rule;
}

/** `PIN(keda)` in a fixture is the version that charts.yaml pins: a raised pin changes no fixture. */
function withPins(text: string): string {
  const pins = new Map(Object.entries(chartPins()));
  return text.replace(/PIN\(([a-z-]+)\)/g, (_, chart: string) => pins.get(chart)?.version ?? "");
}

/** What its rule finds in a fixture. */
export function findingsIn(kind: "valid" | "invalid", stem: string): readonly Finding[] {
  const text = readFileSync(path.join(FIXTURES, kind, `${stem}.json`), "utf8");
  const json: unknown = JSON.parse(withPins(text));
  const { environment, changes, owned, stacks } = fixture.parse(json);
  const spec = changedSpec(specOf(environment), changes);
  // The pair that the fixtures speak of, whatever environments rehearse today.
  const rehearsals = {
    pairs: pairsAmong([specOf("staging"), specOf("production")]),
    complete: true,
  };
  return findingsOf(ruleOf(stem), readSynthesized(stacks), spec, { rehearsals, owned });
}
