import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { ContainerRuntime } from "../../cli/try-image/container-runtime";
import { tryImage } from "../../cli/try-image/try-image";
import { fromCaller } from "../../runtime/caller";
import { EXIT, runCommand } from "../../runtime/exit";
import { CommandFailure } from "../../runtime/failure";
import { withPortForward } from "../../runtime/port-forward";
import { chosenApplication } from "../../environments/applications";
import { APPLICATION_OPTION } from "../../runtime/options";
import { imageTag } from "../../environments/schema/common";
import { outsideImages } from "../../environments/schema/images";
import { scriptArguments } from "../arguments";
import { CommandLine } from "../../runtime/command-line";
import { environmentOf } from "./lib/environment";
import { clusterOf } from "./lib/kubectl";
import { writeOutputs } from "./lib/outputs";
import { platformsOf } from "./lib/platforms";
import { run } from "./lib/run";
import { print, say } from "../../masking/output";

const COMMAND = new CommandLine({
  call: "node scripts/run.mjs scripts/ci/build-image.ts",
  does: "Builds, pushes and starts the app's image.",
  takes: "ENV",
  options: {
    source: {
      type: "string",
      default: "",
      value: "FOLDER",
      required: true,
      does: "the app's folder",
    },
    tag: {
      type: "string",
      default: "",
      value: "TAG",
      required: true,
      does: "version of the image",
    },
    to: {
      type: "string",
      default: "",
      value: "registry|ghcr|external",
      required: true,
      does: "where it is pushed",
    },
    ...APPLICATION_OPTION,
  },
});
/** A builder that sees this machine's loopback, where the port-forward is. */
const BUILDER = "fluxibri-ci";
const PUSH = { target: "service/registry-push", port: 5000, localPort: 5000 };
const metadata = z.object({ "containerimage.digest": z.string() });

/**
 * Builds the app for every architecture that the environment's nodes have, pushes
 * it to a registry outside or to the cluster's own registry, and starts what was pushed with the
 * environment's settings (this machine's architecture). Credentials come from
 * docker's auth file (registry-login.ts). Output, when it starts: `version`,
 * `tag@digest`.
 */
void runCommand(async () => {
  const { values, positionals } = scriptArguments(COMMAND);
  if (values.source === "" || !imageTag.safeParse(values.tag).success) {
    throw COMMAND.error(
      process.argv.slice(2).join(" "),
      "--source is the app's folder, --tag a version and never latest",
    );
  }
  const spec = environmentOf(positionals[0] ?? "");
  const application = chosenApplication(spec, values.application);
  const { registry } = spec;
  const { images } = application;
  const outside = outsideImages(images);
  const options = {
    source: fromCaller(values.source),
    platforms: platformsOf(spec.cluster),
    tag: values.tag,
  };
  const runtime = new ContainerRuntime("docker");
  const buildAndTry = async (repository: string, insecure: boolean) => {
    const built = await build({ ...options, repository, insecure });
    await tryImage({
      spec,
      application,
      repository,
      version: `${options.tag}@${built}`,
      runtime,
      say,
    });
    return built;
  };
  const inRegistry = images.registry?.repository;
  let digest: string;
  if (outside !== undefined && values.to === outside.kind) {
    digest = await buildAndTry(outside.repository, false);
  } else if (values.to === "registry" && registry !== undefined && inRegistry !== undefined) {
    digest = await withPortForward(
      clusterOf(spec),
      { ...PUSH, namespace: registry.namespace },
      (address) => buildAndTry(`${address}/${inRegistry}`, true),
    );
  } else {
    throw COMMAND.error(
      process.argv.slice(2).join(" "),
      `--to is one of ${Object.keys(images).join(", ")}`,
    );
  }
  const version = `${values.tag}@${digest}`;
  writeOutputs({ version });
  print(`${version}\n`);
  return EXIT.ok;
});

interface BuildOptions {
  readonly source: string;
  readonly repository: string;
  readonly tag: string;
  readonly platforms: readonly string[];
  /** The registry speaks plain HTTP. */
  readonly insecure: boolean;
}

/** @returns the digest of what was pushed */
async function build({ source, repository, tag, platforms, insecure }: BuildOptions) {
  const folder = mkdtempSync(path.join(tmpdir(), "fluxibri-build-"));
  const file = path.join(folder, "metadata.json");
  try {
    await makeBuilder();
    const output = `type=image,name=${repository}:${tag},push=true${insecure ? ",registry.insecure=true" : ""}`;
    const { status } = await run("docker", [
      "buildx",
      "build",
      `--builder=${BUILDER}`,
      `--platform=${platforms.join(",")}`,
      `--output=${output}`,
      `--metadata-file=${file}`,
      "--progress=plain",
      source,
    ]);
    if (status !== 0) {
      throw new CommandFailure(
        `docker did not build and push ${repository}:${tag}`,
        "see what it says above; a platform that is not this machine's needs qemu-user-static, a refused push the credentials of registry-login.ts",
      );
    }
    return metadata.parse(JSON.parse(readFileSync(file, "utf8")))["containerimage.digest"];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function makeBuilder(): Promise<void> {
  const found = await run("docker", ["buildx", "inspect", BUILDER]);
  if (found.status === 0) return;
  const { status } = await run("docker", [
    "buildx",
    "create",
    `--name=${BUILDER}`,
    "--driver=docker-container",
    "--driver-opt=network=host",
  ]);
  if (status === 0) return;
  throw new CommandFailure(
    "docker has no builder for several platforms",
    "install docker with its buildx plugin, and see that the daemon runs",
  );
}
