import { z } from "zod";
import { EXIT, runCommand } from "../../runtime/exit";
import { CommandFailure } from "../../runtime/failure";
import { ConfigurationError } from "../../environments/errors";
import { APPLICATION_OPTION } from "../../runtime/options";
import { chosenApplication } from "../../environments/applications";
import { registryHost } from "../../environments/schema/hosts";
import { outsideImages } from "../../environments/schema/images";
import { scriptArguments, requiredVariable } from "../arguments";
import { CommandLine } from "../../runtime/command-line";
import { environmentOf } from "./lib/environment";
import { clusterOf, kubectl } from "./lib/kubectl";
import { print } from "../../masking/output";

const COMMAND = new CommandLine({
  call: "IMAGE_PULL_SECRET=… node scripts/run.mjs scripts/ci/pull-secret.ts",
  does: "Puts a pull secret into an environment's namespace for the time of a run.",
  takes: "ENV",
  options: {
    remove: { type: "boolean", default: false, does: "takes it away again" },
    ...APPLICATION_OPTION,
  },
});
const VARIABLE = "IMAGE_PULL_SECRET";
const dockerConfig = z.object({ auths: z.record(z.string(), z.looseObject({})) });
const secret = z.object({
  metadata: z.object({
    labels: z.record(z.string(), z.string()).default({}),
    ownerReferences: z.array(z.object({ kind: z.string() })).default([]),
  }),
});

/** Marks what this script made, so that it removes nothing else. */
const MARK = { "app.kubernetes.io/managed-by": "fluxibri-ci" };

/**
 * Puts the credentials of IMAGE_PULL_SECRET, a docker configuration for the
 * app's registry, into the namespace of the app under the name that its pods use. Where External
 * Secrets keeps that Secret, nothing is done: it would write its own back.
 */
void runCommand(async () => {
  const { values, positionals } = scriptArguments(COMMAND);
  const spec = environmentOf(positionals[0] ?? "");
  const application = chosenApplication(spec, values.application);
  const outside = outsideImages(application.images);
  const name = outside?.pullSecretName ?? "ghcr-pull";
  const host = outside === undefined ? "ghcr.io" : registryHost(outside.repository);
  const { namespace } = application;
  const cluster = clusterOf(spec);
  const place = `${namespace}/${name}`;
  const said = (message: string) => {
    print(`${place}: ${message}\n`);
    return EXIT.ok;
  };
  const before = await kubectl(cluster, [
    `--namespace=${namespace}`,
    "get",
    "secret",
    name,
    "--ignore-not-found",
    "--output=json",
  ]);
  if (before.status !== 0) throw unreachable(place);
  const owner = before.stdout.trim() === "" ? "nobody" : ownerOf(JSON.parse(before.stdout));
  if (values.remove) {
    if (owner !== "ci") return said("not made by the pipeline, left alone");
    const removed = await kubectl(cluster, [`--namespace=${namespace}`, "delete", "secret", name]);
    if (removed.status !== 0) throw unreachable(place);
    return said("removed");
  }
  const config = readConfig(
    requiredVariable(VARIABLE, `a docker configuration with ${host}`),
    host,
  );
  if (owner === "external-secrets") return said("kept by External Secrets, nothing to do");
  if (owner === "somebody") {
    throw new CommandFailure(
      `${place} is there, and neither External Secrets nor the pipeline made it`,
      `see whose it is (kubectl -n ${namespace} get secret ${name} -o yaml); delete it, or run without ${VARIABLE}`,
    );
  }
  // By standard input: every user of the machine could read an argument.
  const applied = await kubectl(
    cluster,
    ["apply", "--server-side", "--field-manager=fluxibri-ci", "--filename=-"],
    JSON.stringify({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name, namespace, labels: MARK },
      type: "kubernetes.io/dockerconfigjson",
      stringData: { ".dockerconfigjson": config },
    }),
  );
  if (applied.status !== 0) throw unreachable(place);
  return said("written");
});

function ownerOf(content: unknown): "external-secrets" | "ci" | "somebody" {
  const { labels, ownerReferences } = secret.parse(content).metadata;
  if (ownerReferences.some(({ kind }) => kind === "ExternalSecret")) return "external-secrets";
  return Object.entries(MARK).every(([key, value]) => labels[key] === value) ? "ci" : "somebody";
}

/** Plain or in base64, as `kubectl get secret` shows it; nothing of it is ever printed. */
function readConfig(given: string, host: string): string {
  for (const text of [given, Buffer.from(given, "base64").toString("utf8")]) {
    try {
      const content: unknown = JSON.parse(text);
      const { data } = dockerConfig.safeParse(content);
      if (data !== undefined && Object.hasOwn(data.auths, host)) return text;
    } catch {
      // The other form.
    }
  }
  throw new ConfigurationError([
    {
      file: `environment variable ${VARIABLE}`,
      path: "auths",
      value: "(not shown)",
      message: `is no docker configuration with credentials for ${host}`,
      fix: `set it to {"auths":{"${host}":{"auth":"…"}}}, plain or in base64`,
    },
  ]);
}

function unreachable(place: string): CommandFailure {
  return new CommandFailure(
    `kubectl could not look at, or write, ${place}`,
    "see what it says above: the cluster, the context of the environment's data, and rights on secrets there",
  );
}
