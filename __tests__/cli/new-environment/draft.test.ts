import { newEnvironmentArguments } from "../../../cli/new-environment/arguments";
import { requireCommitted } from "../../../cli/deploy/guards";
import { decisions } from "../../../cli/new-environment/decisions";
import { type Draft, draftEnvironment } from "../../../cli/new-environment/draft";
import { ConfigurationError } from "../../../environments/errors";
import { pairsAmong } from "../../../environments/rehearsals";
import { ENVIRONMENT_NAMES, type EnvironmentSpec } from "../../../environments/schema";
import { validate } from "../../../environments/validate";
import { readSynthesized } from "../../../inventory/synthesized";
import { runRules } from "../../../rules";
import { freeName } from "../../support/free-name";
import { specOf, synthesize } from "../../support/synth";
import { montageAiAlone, montageAiIn, withApplication } from "../../support/applications";

jest.mock("../../../runtime/git", () => ({
  currentCommit: () => ({ id: "1234567", uncommitted: [" M charts.yaml"] }),
}));

const draft = (...args: readonly string[]): Draft =>
  draftEnvironment(newEnvironmentArguments(args));
const others = ENVIRONMENT_NAMES.map(specOf);
const production = specOf("production");
const US = freeName("production-us");
const PREVIEW = freeName("preview");
const us = draft(US, "--from", "production", "--region", "us-east-1");
const preview = draft(PREVIEW, "--from", "staging");

function guarded(spec: EnvironmentSpec): number {
  return JSON.stringify(synthesize(spec)).split('"prevent_destroy":true').length - 1;
}

function errorsOf(spec: EnvironmentSpec): readonly string[] {
  const stacks = Object.entries(synthesize(spec)).map(([name, json]) => ({ name, json }));
  return runRules(readSynthesized(stacks), spec)
    .flatMap(({ findings }) => findings)
    .filter(({ severity }) => severity === "error")
    .map(({ rule, message }) => `${rule}: ${message}`);
}

describe("a second production in another region", () => {
  test("holds every rule", () => {
    expect(errorsOf(us.spec)).toEqual([]);
  });

  test("is guarded from destroys exactly like the first", () => {
    expect(guarded(us.spec)).toBe(guarded(production));
    expect(guarded(us.spec)).toBeGreaterThan(6);
  });

  test("takes no fallback, and no image from the cluster's registry", () => {
    const staging = specOf("staging");
    const { fallbacks, registry } = staging;
    const { images } = montageAiIn(staging);
    const alone = montageAiAlone(us.spec);
    const switches = { ...alone.switches, images: "registry" };
    const changed = withApplication(alone, { images });
    const result = validate(us.spec.name, { ...changed, fallbacks, registry, switches });
    expect(result.ok ? [] : result.issues.map(({ message }) => message)).toEqual([
      `${US} takes no fallback: it is protected`,
      `the in-cluster registry is a staging measure, and ${US} is protected`,
    ]);
  });

  test("is deployed from a commit only", () => {
    expect(() => requireCommitted(us.spec)).toThrow(`${US} is deployed from a commit`);
  });

  test("shares no value with any environment that only one can have", () => {
    const own = us.unique.filter(({ path }) => !path.includes("region") && !path.includes("zones"));
    expect(own.map(({ path, after }) => [path.join("."), after])).toEqual([
      ["state.project", `montage-ai-${US}`],
      ["cluster.name", `fluxibri-${US}`],
      ["cluster.tags.environment", US],
      ["storage.name", `montage-ai-${US}`],
      ["vault.authMountPath", `kubernetes-${US}`],
      ["vault.role", `montage-ai-${US}`],
      ["vault.folder", `montage-ai/${US}`],
      ["alerts.receivers.0.channel", `#montage-ai-alerts-${US}`],
      ["applications.0.web.ingress.host", `montage-ai-${US}.fluxibri.ai`],
    ]);
  });

  test("is in its region with all its zones", () => {
    expect(JSON.stringify(us.spec.cluster)).not.toContain("eu-central-1");
    expect(us.spec.cluster).toMatchObject({ region: "us-east-1" });
  });

  test("is compared with staging as soon as staging rehearses it", () => {
    const staging: EnvironmentSpec = {
      ...specOf("staging"),
      rehearses: [production.name, us.spec.name],
    };
    const rehearsals = { pairs: pairsAmong([staging, production, us.spec]), complete: true };
    const found = (spec: EnvironmentSpec) =>
      runRules(readSynthesized([]), spec, { rehearsals }).find(
        ({ rule }) => rule.id === "environment-parity",
      )?.findings;
    expect(found(us.spec)).toEqual([]);
    expect(found(withApplication(us.spec, { redis: { kind: "managed" } }))).toEqual([]);
    const { web } = montageAiIn(us.spec);
    const different = withApplication(us.spec, { web: web && { ...web, port: 9090 } });
    expect(found(different)).toMatchObject([
      {
        place: { file: `environments/${US}.ts` },
        message: expect.stringContaining(`8080 in staging and 9090 in ${US}`),
      },
    ]);
  });

  test("comes with what a person has still to decide", () => {
    const text = decisions(us.spec, others).join("\n");
    expect(text).toContain(`EKS cluster fluxibri-${US} in us-east-1 must be there`);
    expect(text).toContain(`nothing rehearses it: add "${US}" to rehearses`);
  });
});

describe("a preview environment", () => {
  test("may fall back as staging does, is not protected, and holds every rule", () => {
    expect(preview.spec).toMatchObject({
      protected: false,
      fallbacks: specOf("staging").fallbacks,
    });
    expect(errorsOf(preview.spec)).toEqual([]);
    expect(guarded(preview.spec)).toBe(0);
    expect(() => requireCommitted(preview.spec)).not.toThrow();
  });

  test("rehearses nothing unless that is asked for", () => {
    expect(preview.spec.rehearses).toBeUndefined();
    const asked = draft(PREVIEW, "--from", "production", "--rehearses", "production");
    expect(asked.spec).toMatchObject({ rehearses: "production", protected: true });
  });

  test("of production can be destroyed with its data when that is said", () => {
    const review = draft(freeName("review"), "--from", "production", "--unprotected");
    expect(guarded(review.spec)).toBe(0);
  });
});

test("a claim that moves in the other environment does not move in the new one", () => {
  const [, switches] = us.files;
  expect(switches?.file).toBe(`environments/${US}.switches.json`);
  expect(JSON.parse(switches?.text ?? "")).toMatchObject({ claimMoves: {} });
});

describe("is refused", () => {
  const issuesOf = (...args: readonly string[]) => {
    try {
      draft(...args);
    } catch (error) {
      if (error instanceof ConfigurationError) return error.issues;
      throw error;
    }
    return [];
  };

  test.each([
    [["staging", "--from", "production"], "environments/staging.ts is there already"],
    [["labels", "--from", "production"], "environments/labels.ts is there already"],
    [["schema", "--from", "production"], "environments/schema is there already"],
    [["Production_US", "--from", "production"], "must be a DNS label"],
    [["2nd", "--from", "production"], "begins with a letter"],
    [["../x", "--from", "production"], "must be a DNS label"],
    [["x".repeat(54), "--from", "production"], "<=53 characters"],
    [["terraform-cloud", "--from", "production"], "is there already"],
    [[PREVIEW], "--from is missing"],
    [["--from", "staging"], "takes one name"],
    [[PREVIEW, "--from", "stagging"], "unknown environment"],
    [[PREVIEW, "--from", "staging", "--rehearses", "nothing"], "unknown environment"],
    [[PREVIEW, "--from", "staging", "--region", "us-east-1"], "--region says nothing"],
    [[PREVIEW, "--from", "local", "--host", "a.example"], "--host says nothing"],
    [[PREVIEW, "--from", "production", "--region", "mars"], "must be an AWS region"],
    [[PREVIEW, "--from", "production", "--project", "montage-ai-staging"], "staging's already"],
    [[PREVIEW, "--from", "production", "--channel", "alerts"], "must be a channel"],
    [["x".repeat(30), "--from", "production"], "at most 40"],
  ])("%j", (args, message) => {
    expect(issuesOf(...args)).toContainEqual(
      expect.objectContaining({ message: expect.stringContaining(message) }),
    );
  });
});
