import { createServer, type Server } from "node:net";
import { CommandFailure } from "../runtime/failure";

const LOOPBACK = "127.0.0.1";

/** Services of a testbed get addresses in 127.SLOT.0.0/16. */
const FIRST_SLOT = 64;
const SLOTS = 64;
/** Bound on 127.SLOT.0.1 for as long as the slot is taken. */
const LOCK_PORT = 61_616;

/**
 * A range of loopback addresses for the Services of one testbed. A process on
 * this machine can then answer on a Service's own address and port, and what
 * no server answers is refused at once instead of timing out.
 */
export interface ServiceRange {
  /** For `--service-cluster-ip-range`. */
  readonly cidr: string;
  /** Lets another testbed have the range. */
  release(): Promise<void>;
}

/**
 * Takes a range that no other testbed of this machine has.
 *
 * @throws CommandFailure when all are taken, or loopback is 127.0.0.1 alone
 */
export async function takeServiceRange(): Promise<ServiceRange> {
  for (let slot = FIRST_SLOT; slot < FIRST_SLOT + SLOTS; slot += 1) {
    const lock = await listen(`127.${slot}.0.1`, LOCK_PORT);
    if (lock !== undefined) {
      return { cidr: `127.${slot}.0.0/16`, release: () => close(lock) };
    }
  }
  throw new CommandFailure(
    `no range of loopback addresses is free (tried port ${LOCK_PORT} on 127.${FIRST_SLOT}.0.1 to 127.${FIRST_SLOT + SLOTS - 1}.0.1)`,
    "stop other testbeds (npm run local -- down); on macOS run the testbed in a Linux machine: loopback there is 127.0.0.1 alone",
  );
}

/** Ports on 127.0.0.1 that are free now, all different. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(LOOPBACK, 0)));
  const bound = servers.filter((server) => server !== undefined);
  const ports = bound.map((server) => {
    const address = server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  });
  await Promise.all(bound.map(close));
  if (ports.length < count || ports.includes(0)) {
    throw new CommandFailure(`no ${count} free ports on ${LOOPBACK}`, "close other programs");
  }
  return ports;
}

/** Undefined when the address cannot be had. */
function listen(host: string, port: number): Promise<Server | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(undefined));
    server.listen(port, host, () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
