import { parseArgs } from "node:util";
import { environmentName, loadEnvironment } from "../environments";
import { clusterNodes } from "../environments/nodes/cluster-nodes";
import { CommandFailure } from "../runtime/failure";
import { kubernetesMinor } from "./kubernetes-releases";
import { type Registration, testbedFolder, writeRegistration } from "./registration";
import { Testbed } from "./testbed";
import { show } from "../masking/output";

/** How often the numbers of its processes are written anew. */
const REFRESH_MS = 2_000;
const KEPT_EVENTS = 200;

/**
 * The process that holds a testbed while it is up: `npm run local` starts it in
 * the background and reads what it registers. SIGTERM ends it and the testbed.
 */
async function hold(): Promise<void> {
  const { values } = parseArgs({
    options: {
      name: { type: "string", default: "local" },
      pools: { type: "string", default: "local" },
      kubernetes: { type: "string" },
      "without-scaling": { type: "boolean", default: false },
    },
  });
  const spec = loadEnvironment(environmentName(values.pools), process.env);
  const scaling = !values["without-scaling"];
  const events: string[] = [];
  let current: Registration = {
    phase: "starting",
    pid: process.pid,
    pids: [],
    kubeconfig: "",
    server: "",
    scaling,
    events,
    failure: "",
  };
  const register = (change: Partial<Registration>) => {
    current = { ...current, ...change };
    writeRegistration(values.name, current);
  };
  const say = (line: string) => {
    events.push(line);
    events.splice(0, events.length - KEPT_EVENTS);
    show(`${new Date().toISOString()} ${line}\n`);
    register({});
  };
  register({});
  try {
    const testbed = await Testbed.start({
      folder: testbedFolder(values.name),
      pools: clusterNodes(spec.cluster),
      kubernetes: kubernetesMinor(values.kubernetes ?? spec.cluster.kubernetesVersion),
      scaling,
      say,
    });
    const { kubeconfig, server } = testbed;
    register({ phase: "ready", kubeconfig, server, pids: testbed.pids });
    const refresh = setInterval(() => register({ pids: testbed.pids }), REFRESH_MS);
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.once(signal, () => {
        clearInterval(refresh);
        void testbed.stop().then(() => process.exit(0));
      });
    }
  } catch (error) {
    const failure =
      error instanceof CommandFailure
        ? `${error.message}\nfix: ${error.remedy}`
        : error instanceof Error
          ? (error.stack ?? error.message)
          : String(error);
    register({ phase: "failed", failure });
    process.exitCode = 1;
  }
}

void hold();
