import { loadEnvironment } from "../../environments";
import { applicationPath, chosenApplication, imageTagOf } from "../../environments/applications";
import { ConfigurationError } from "../../environments/errors";
import type { ApplicationSpec, EnvironmentSpec } from "../../environments/schema";
import { clusterAccess } from "../../runtime/cluster-access";
import { EXIT, runCommand } from "../../runtime/exit";
import { appRepository } from "../try-image/app-repository";
import { type MirrorArguments, mirrorArguments } from "./arguments";
import { type CopyTool, findCopyTool } from "./copy-tool";
import { mirrorImage, type Mirrored, sourceImage } from "./mirror-image";
import { pinImage } from "./pin";
import { withPortForward } from "../../runtime/port-forward";
import { findRuntime } from "../try-image/container-runtime";
import { tryImage } from "../try-image/try-image";
import { print, say } from "../../masking/output";

const WITHOUT_RUNTIME =
  "run it where docker, podman or nerdctl is; or pin an image that has started elsewhere (npm run try-image -- ENV --tag TAG) with --without-start-check";

/** Port of the registry's push side, modules/registry. */
const PUSH = { target: "service/registry-push", port: 5000 };

/**
 * `npm run mirror -- ENV`: the app's image from the registry outside to the environment's own
 * registry, by digest. The same command again copies nothing. With --pin, an environment without
 * a registry of its own has the digest asked for and written, and nothing copied.
 */
void runCommand(async () => {
  const args = mirrorArguments(process.argv.slice(2));
  const spec = loadEnvironment(args.environment, process.env);
  const application = chosenApplication(spec, args.application);
  const registry = registryOf(spec, application, args);
  const source = args.from ?? appRepository(application);
  const tool = findCopyTool();
  // Before anything is copied: hours later is too late to hear of it.
  const runtime = args.pin && !args.withoutStartCheck ? findRuntime(WITHOUT_RUNTIME) : undefined;
  const version = args.tag ?? imageTagOf(spec, application);
  const found = { environment: spec.name, source, tool: tool.name };
  const copyTo = async (address: string, repository: string) => {
    const destination = `${address}/${repository}`;
    const mirrored = await mirrorImage(tool, { source, destination, version }, say);
    return { ...found, destination, ...mirrored };
  };
  const result =
    registry === undefined
      ? { ...found, ...(await askOnly(tool, { source, version }, say)) }
      : args.to === undefined
        ? await withPortForward(
            clusterAccess(args, spec),
            { ...PUSH, namespace: registry.namespace, localPort: args.port },
            (address) => copyTo(address, registry.repository),
            spec,
          )
        : await copyTo(args.to, registry.repository);
  if (runtime !== undefined) {
    const version = `${result.tag}@${result.digest}`;
    await tryImage({ spec, application, repository: source, version, runtime, say });
  } else if (args.pin) {
    say(`${result.tag} was not started: whether the app starts shows in the cluster`);
  }
  const pinned = args.pin
    ? pinImage(spec.name, application.name, result.tag, result.digest)
    : undefined;
  print(
    args.json
      ? `${JSON.stringify({ ...result, pinned: pinned ?? null }, null, 2)}\n`
      : `${result.copied ? "copied" : "unchanged"}: ${result.destination ?? source}:${result.tag} ${result.digest}\n` +
          (pinned === undefined ? "" : `written: ${pinned}; review, commit and deploy it\n`),
  );
  return EXIT.ok;
});

/** Without a copy: nodes pull from there themselves. */
async function askOnly(
  tool: CopyTool,
  from: { readonly source: string; readonly version: string },
  say: (line: string) => void,
): Promise<Mirrored & { readonly destination: undefined }> {
  const { tag, image } = await sourceImage(tool, from, say);
  const { digest, platforms } = image;
  return { tag, digest, platforms, copied: false, destination: undefined };
}

/** Undefined: the environment has none, and a digest is all that is asked for. */
function registryOf(
  { name, registry }: EnvironmentSpec,
  application: ApplicationSpec,
  { pin, to }: MirrorArguments,
): { readonly namespace: string; readonly repository: string } | undefined {
  const source = application.images.registry;
  if (registry !== undefined && source !== undefined) {
    return { namespace: registry.namespace, repository: source.repository };
  }
  if (pin && to === undefined) return undefined;
  throw new ConfigurationError([
    {
      file: `environments/${name}.ts`,
      path: applicationPath(application, "images.registry"),
      value: undefined,
      message: `${name} has no registry of its own to mirror to: its nodes pull from outside`,
      fix: "use an environment with a registry: local or staging; --pin alone asks for the digest and writes it",
    },
  ]);
}
