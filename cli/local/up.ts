import { spawn } from "node:child_process";
import { mkdirSync, openSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { loadEnvironment } from "../../environments";
import { localEnvironment } from "./environment";
import { projectFile } from "../../environments/project";
import { CommandFailure } from "../../runtime/failure";
import { TESTBED_CONTEXT } from "../../testbed/kubeconfig";
import { lastLines } from "../../testbed/managed-process";
import { type Progress, seconds } from "../../runtime/progress";
import {
  forget,
  holderLog,
  isAlive,
  readRegistration,
  type Registration,
  testbedFolder,
} from "../../testbed/registration";
import { synthesize } from "../synthesis/synthesize";
import type { LocalArguments } from "./arguments";
import { deployLocal, type LocalCluster } from "./deployment";
import { endTestbed, HOLDER } from "./end-testbed";
import { checkRequirements } from "./requirements";
import { requireTerminalModule } from "./terminal-module";

/** Their testbed is taken down; the holder is in a session of its own and would go on. */
const INTERRUPTIONS = ["SIGINT", "SIGTERM"] as const;

/**
 * Brings up a testbed, or takes the cluster that was named, and deploys the
 * local environment to it.
 *
 * @throws CommandFailure naming what cannot be had or did not work
 */
export async function up(args: LocalArguments, say: Progress): Promise<LocalCluster> {
  const spec = loadEnvironment(localEnvironment(), process.env);
  if (args.deploy) {
    requireTerminalModule();
    say("seeing that Terraform, the providers and the charts can be had");
    const { environments } = synthesize([spec], undefined);
    await checkRequirements(
      spec,
      environments.flatMap(({ stacks }) => stacks),
    );
  }
  const cluster =
    args.context === undefined ? await holdTestbed(args, say) : existing(args.context);
  if (args.deploy) {
    const started = Date.now();
    say("deploying the local environment");
    await deployLocal(cluster, say);
    say(`deployed in ${seconds(Date.now() - started)}`);
  }
  return cluster;
}

/** A cluster that is already there, by the context that kubectl knows it by. */
export function existing(context: string): LocalCluster {
  return { context, folder: projectFile(`.testbed/context-${context.replace(/[^\w.-]/g, "_")}`) };
}

/** The cluster of a testbed that is up. */
export function clusterOf(name: string, { kubeconfig }: Registration): LocalCluster {
  return { kubeconfig, context: TESTBED_CONTEXT, folder: testbedFolder(name) };
}

async function holdTestbed(
  { name, pools, scaling, kubernetes }: LocalArguments,
  say: Progress,
): Promise<LocalCluster> {
  const found = readRegistration(name);
  if (found?.phase === "ready" && isAlive(found.pid, HOLDER)) {
    say(`testbed ${name} is up at ${found.server}`);
    return clusterOf(name, found);
  }
  if (found !== undefined) {
    throw new CommandFailure(
      `testbed ${name} was not taken down`,
      `npm run local -- down --name ${name}`,
    );
  }
  say(`starting testbed ${name}`);
  const started = Date.now();
  const log = holderLog(name);
  mkdirSync(path.dirname(log), { recursive: true });
  const output = openSync(log, "a");
  const options = [
    ...["--name", name, "--pools", pools],
    ...(kubernetes === undefined ? [] : ["--kubernetes", kubernetes]),
    ...(scaling ? [] : ["--without-scaling"]),
  ];
  const holder = spawn(process.execPath, [projectFile("scripts/run.mjs"), HOLDER, ...options], {
    detached: true,
    stdio: ["ignore", output, output],
    cwd: projectFile("."),
  });
  const ended = new Promise<void>((resolve) => holder.once("exit", () => resolve()));
  let stopped = false;
  void ended.then(() => (stopped = true));
  holder.unref();
  let interrupted = false;
  const interrupt = () => (interrupted = true);
  for (const signal of INTERRUPTIONS) process.once(signal, interrupt);
  let told = 0;
  for (;;) {
    const current = readRegistration(name);
    if (interrupted) {
      say(`taking down what there is of testbed ${name}`);
      await endTestbed(name, { pid: holder.pid ?? 0, phase: current?.phase ?? "starting" });
      throw new CommandFailure(
        `interrupted: testbed ${name} is down`,
        "run it again: programs that were built stay in the cache",
      );
    }
    for (const event of current?.events.slice(told) ?? []) say(event);
    told = current?.events.length ?? 0;
    if (current?.phase === "ready") {
      for (const signal of INTERRUPTIONS) process.off(signal, interrupt);
      say(`testbed ${name} ready in ${seconds(Date.now() - started)}`);
      return clusterOf(name, current);
    }
    if (current?.phase === "failed" || stopped) {
      const failure = current?.failure || lastLines(log);
      forget(name);
      const [message = "", remedy] = failure.split("\nfix: ");
      throw new CommandFailure(message, remedy ?? `run it again; if it fails again, report it`);
    }
    await sleep(200);
  }
}
