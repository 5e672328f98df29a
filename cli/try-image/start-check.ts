import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Progress } from "../../runtime/progress";
import { CommandFailure } from "../../runtime/failure";
import type { ContainerRequest, ContainerRuntime } from "./container-runtime";
import type { TriedPod } from "./tried-pods";
import { processMask } from "../../masking/process-mask";

/** Redis is at its own port in the network that all containers of a check share. */
const REDIS_PORT = 6379;

export interface StartCheckProps {
  readonly runtime: ContainerRuntime;
  /** The app's image, with tag or digest. */
  readonly image: string;
  /** Image of the Redis that web and workers are given. */
  readonly redisImage: string;
  readonly pods: readonly TriedPod[];
  /**
   * Seconds that each start may take.
   *
   * @default 120
   */
  readonly timeoutSeconds?: number;
  readonly say: Progress;
}

/**
 * Starts an image as an environment's pods would: the module of each is imported,
 * the web front answers its probe's path, each worker registers in Redis for its
 * queues. Everything that was started is gone afterwards.
 *
 * @throws CommandFailure with the pod, the step and the end of its log, at the first that fails
 */
export async function startCheck(props: StartCheckProps): Promise<void> {
  const { runtime, image, pods, say } = props;
  const id = `fluxibri-try-${randomBytes(4).toString("hex")}`;
  const removeAndEnd = (signal: NodeJS.Signals) => {
    runtime.removeAll();
    process.kill(process.pid, signal);
  };
  process.once("SIGINT", removeAndEnd).once("SIGTERM", removeAndEnd);
  try {
    await pull(runtime, image, say);
    const redis = await startRedis(runtime, id, props.redisImage);
    const imported = new Set<string>();
    for (const pod of pods) {
      if (!imported.has(pod.module)) {
        await importModule(props, pod, `${id}-import-${pod.name}`, redis);
        imported.add(pod.module);
      }
      await startPod(props, pod, `${id}-${pod.name}`, redis);
    }
  } finally {
    process.off("SIGINT", removeAndEnd).off("SIGTERM", removeAndEnd);
    runtime.removeAll();
  }
}

async function pull(runtime: ContainerRuntime, image: string, say: Progress): Promise<void> {
  say(`${runtime.name} pull ${image}`);
  const { ok, output } = await runtime.pull(image);
  if (ok) return;
  throw new CommandFailure(
    `${runtime.name} cannot pull ${image}\n${tail(output)}`,
    `see that the tag is there, and ${runtime.name} login to that registry; --password-stdin keeps the token out of the process list`,
  );
}

/** @returns name of the container, whose network the others share */
async function startRedis(runtime: ContainerRuntime, id: string, image: string): Promise<string> {
  const name = `${id}-redis`;
  const command = ["redis-server", "--port", String(REDIS_PORT), "--save", ""];
  const started = await runtime.start({ name, image, command });
  for (let attempt = 0; started.ok && attempt < 60; attempt += 1) {
    const { ok, output } = await runtime.execute(name, redisCli("ping"));
    if (ok && output.includes("PONG")) return name;
    await sleep(500);
  }
  throw new CommandFailure(
    `${image} does not start\n${tail(started.ok ? await runtime.logs(name) : started.output)}`,
    `see that ${runtime.name} can pull and run it`,
  );
}

const redisCli = (...words: readonly string[]) => ["redis-cli", "-p", String(REDIS_PORT), ...words];

async function importModule(
  { runtime, image, say, timeoutSeconds = 120 }: StartCheckProps,
  pod: TriedPod,
  name: string,
  redis: string,
): Promise<void> {
  const { ok, output } = await runtime.complete(
    container({ pod, name, image, redis, command: ["python", "-c", `import ${pod.module}`] }),
    timeoutSeconds,
  );
  if (!ok) throw refusal(image, `${pod.name}: import ${pod.module} fails`, output);
  say(`${pod.name}: ${pod.module} is imported`);
}

async function startPod(
  { runtime, image, say, timeoutSeconds = 120 }: StartCheckProps,
  pod: TriedPod,
  name: string,
  redis: string,
): Promise<void> {
  // No worker of the step before shall count.
  await runtime.execute(redis, redisCli("flushall"));
  const { ok, output } = await runtime.start(
    container({ pod, name, image, redis, command: pod.command }),
  );
  if (!ok) throw refusal(image, `${pod.name}: the container is not created`, output);
  const { done, program, undone } = aim(pod);
  const end = Date.now() + timeoutSeconds * 1000;
  let last = "";
  while (Date.now() < end) {
    const asked = await runtime.execute(name, ["python", "-c", program]);
    if (asked.ok) {
      say(`${pod.name}: ${done}`);
      return runtime.remove(name);
    }
    last = asked.output;
    if (!(await runtime.isRunning(name))) {
      throw refusal(image, `${pod.name}: it ends by itself`, await runtime.logs(name));
    }
    await sleep(1000);
  }
  throw refusal(
    image,
    `${pod.name}: ${undone} within ${timeoutSeconds} s`,
    `${await runtime.logs(name)}\n${last}`,
  );
}

/** What a pod must come to, and a program in its container that ends with 0 when it has. */
function aim({ aim: wanted, redis }: TriedPod) {
  switch (wanted.kind) {
    case "registers":
      return {
        done: "registers in Redis for its queues",
        undone: "no worker of its queues in Redis",
        program: registered(wanted.queues, redis.port),
      };
    case "answers":
      return {
        done: `answers ${wanted.path}`,
        undone: `no answer from ${wanted.path}`,
        program: `import os, urllib.request
port = ${toldPort(wanted.portVariables, wanted.port)}
urllib.request.urlopen(f"http://127.0.0.1:{port}" + ${JSON.stringify(wanted.path)}, timeout=5)`,
      };
    default:
      return wanted satisfies never;
  }
}

/** A port in Python, as the pod itself was told it. */
function toldPort([variable]: readonly string[], port: number): string {
  return variable === undefined ? String(port) : `int(os.environ[${JSON.stringify(variable)}])`;
}

/** RQ's own list of workers, by the RQ of the image. */
function registered(queues: readonly string[], portVariables: readonly string[]): string {
  return `import os, sys
from redis import Redis
from rq import Worker
redis = Redis("127.0.0.1", ${toldPort(portVariables, REDIS_PORT)})
queues = set(${JSON.stringify(queues)})
sys.exit(0 if any(set(w.queue_names()) == queues for w in Worker.all(connection=redis)) else 1)`;
}

interface Tried {
  readonly pod: TriedPod;
  readonly name: string;
  readonly image: string;
  readonly redis: string;
  readonly command: readonly string[];
}

function container({ pod, name, image, redis, command }: Tried): ContainerRequest {
  return {
    name,
    image,
    command,
    network: redis,
    variables: {
      ...pod.variables,
      ...Object.fromEntries([
        ...pod.redis.host.map((variable) => [variable, "127.0.0.1"]),
        ...pod.redis.port.map((variable) => [variable, String(REDIS_PORT)]),
      ]),
    },
    writable: pod.writable,
    readOnlyRoot: pod.readOnlyRoot,
    user: `${pod.user.uid}:${pod.user.gid}`,
  };
}

function refusal(image: string, what: string, output: string): CommandFailure {
  return new CommandFailure(
    `${image} does not start as a pod of this environment\n${what}\n${tail(output)}`,
    "name another tag; nothing was written",
  );
}

/** Masked before it is cut: a private key has more lines than are shown. */
const tail = (output: string) =>
  processMask()
    .text(output)
    .trimEnd()
    .split("\n")
    .slice(-15)
    .map((line) => `  ${line}`)
    .join("\n");
