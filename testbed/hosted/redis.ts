import { mkdirSync } from "node:fs";
import path from "node:path";
import { CommandFailure } from "../../runtime/failure";
import { works } from "../../runtime/process/run-sync";
import type { ServiceNames } from "../service-names";
import type { HostedProgram } from "./hosted-pods";
import { firstContainer } from "./pod-environment";

const SERVER = "redis-server";

/**
 * Looks for the server on PATH.
 *
 * @throws CommandFailure saying how to get it
 */
export function requireRedis(): void {
  if (!works(SERVER, ["--version"])) {
    throw new CommandFailure(
      `scaling for real needs ${SERVER} on PATH, and there is none`,
      "install Redis 7 (apt-get install redis-server, brew install redis), or start with --without-scaling",
    );
  }
}

/** A real Redis behind a pod that runs redis-server, on the address of the pod's Service. */
export function hostedRedis(folder: string, names: ServiceNames): HostedProgram {
  return {
    name: "redis",
    matches: (pod) => pod.spec?.containers[0]?.command?.[0] === SERVER,
    command: (pod) => {
      const { namespace = "", name = "", labels = {} } = pod.metadata ?? {};
      const { spec } = names.serviceOf(namespace, labels);
      const data = path.join(folder, "redis", name);
      mkdirSync(data, { recursive: true });
      const [port] = spec?.ports ?? [];
      const { args = [], volumeMounts = [] } = firstContainer(pod);
      return Promise.resolve({
        program: SERVER,
        // Of an argument that is there twice the last counts.
        args: [
          ...args.map((argument) =>
            volumeMounts.some(({ mountPath }) => mountPath === argument) ? data : argument,
          ),
          ...["--bind", spec?.clusterIP ?? ""],
          ...["--port", String(port?.port ?? 0)],
          // Protected mode would refuse whatever does not come from 127.0.0.1.
          ...["--protected-mode", "no"],
        ],
        env: {},
      });
    },
  };
}
