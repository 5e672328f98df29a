import { loadEnvironment } from "../../environments";
import { ConfigurationError } from "../../environments/errors";
import type { EnvironmentSpec } from "../../environments/schema";
import type { RegistryImages } from "../../environments/schema/images";
import { clusterAccess } from "../../runtime/cluster-access";
import { EXIT, runCommand } from "../../runtime/exit";
import { appRepository } from "../try-image/app-repository";
import { mirrorArguments } from "./arguments";
import { findCopyTool } from "./copy-tool";
import { mirrorImage } from "./mirror-image";
import { pinImage } from "./pin";
import { withPortForward } from "../../runtime/port-forward";
import { findRuntime } from "../try-image/container-runtime";
import { tryImage } from "../try-image/try-image";

const WITHOUT_RUNTIME =
  "run it where docker, podman or nerdctl is; or pin an image that has started elsewhere (npm run try-image -- ENV --tag TAG) with --without-start-check";

/** Port of the registry's push side, modules/registry. */
const PUSH = { target: "service/registry-push", port: 5000 };

/**
 * `npm run mirror -- ENV`: the app's image from the registry outside to the environment's own
 * registry, by digest. The same command again copies nothing.
 */
void runCommand(async () => {
  const args = mirrorArguments(process.argv.slice(2));
  const spec = loadEnvironment(args.environment, process.env);
  const registry = registryOf(spec);
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const tool = findCopyTool();
  // Before anything is copied: hours later is too late to hear of it.
  const runtime = args.pin && !args.withoutStartCheck ? findRuntime(WITHOUT_RUNTIME) : undefined;
  const source = args.from ?? appRepository(spec);
  const copyTo = async (address: string) => {
    const destination = `${address}/${registry.repository}`;
    const version = args.tag ?? spec.switches.imageTag;
    const mirrored = await mirrorImage(tool, { source, destination, version }, say);
    return { environment: spec.name, source, destination, tool: tool.name, ...mirrored };
  };
  const result =
    args.to === undefined
      ? await withPortForward(
          clusterAccess(args, spec),
          { ...PUSH, namespace: registry.namespace, localPort: args.port },
          copyTo,
        )
      : await copyTo(args.to);
  if (runtime !== undefined) {
    const version = `${result.tag}@${result.digest}`;
    await tryImage({ spec, repository: source, version, runtime, say });
  } else if (args.pin) {
    say(`${result.tag} was not started: whether the app starts shows in the cluster`);
  }
  const pinned = args.pin ? pinImage(spec.name, result.tag, result.digest) : undefined;
  process.stdout.write(
    args.json
      ? `${JSON.stringify({ ...result, pinned: pinned ?? null }, null, 2)}\n`
      : `${result.copied ? "copied" : "unchanged"}: ${result.destination}:${result.tag} ${result.digest}\n` +
          (pinned === undefined ? "" : `written: ${pinned}; review, commit and deploy it\n`),
  );
  return EXIT.ok;
});

function registryOf({ name, images }: EnvironmentSpec): RegistryImages {
  if (images.registry !== undefined) return images.registry;
  throw new ConfigurationError([
    {
      file: `environments/${name}.ts`,
      path: "images.registry",
      value: undefined,
      message: `${name} has no registry of its own to mirror to: its nodes pull from outside`,
      fix: "use an environment with a registry: local or staging",
    },
  ]);
}
