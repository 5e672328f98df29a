import { isAlive, readRegistration, type Registration } from "../../testbed/registration";
import type { LocalArguments } from "./arguments";
import type { LocalCluster } from "./deployment";
import { HOLDER } from "./end-testbed";

const SHOWN_EVENTS = 15;

/** A testbed as it is now. */
export interface Status extends Registration {
  /** Whether the process that holds it runs. */
  readonly alive: boolean;
}

/** Undefined when there is no such testbed. */
export function status(name: string): Status | undefined {
  const found = readRegistration(name);
  return found && { ...found, alive: isAlive(found.pid, HOLDER) };
}

export function renderStatus(name: string, found: Status | undefined): string {
  if (found === undefined) return `there is no testbed ${name}; npm run local\n`;
  const { alive, phase, server, kubeconfig, scaling, events } = found;
  const state = alive
    ? [phase, server, scaling ? "scaling for real" : "without scaling"].filter(Boolean).join(", ")
    : `dead: the process that held it is gone; npm run local -- down --name ${name}`;
  return [
    `testbed ${name}: ${state}`,
    ...(alive && kubeconfig !== "" ? [`export KUBECONFIG=${kubeconfig}`] : []),
    ...events.slice(-SHOWN_EVENTS).map((event) => `  ${event}`),
    "",
  ].join("\n");
}

/** Where everything is, and what to look at next. */
export function renderUp(
  { name, context, scaling, deploy }: LocalArguments,
  cluster: LocalCluster,
): string {
  const named = name === "local" ? "" : ` --name ${name}`;
  const ending = context === undefined ? named : ` --context ${context}`;
  return [
    "",
    ...(cluster.kubeconfig === undefined ? [] : [`export KUBECONFIG=${cluster.kubeconfig}`]),
    `kubectl --context ${cluster.context} get pods --all-namespaces`,
    ...(context === undefined && scaling && deploy
      ? [`npm run local -- burst${named}      watch the workers scale out and in`]
      : []),
    `npm run local -- down${ending}       end it and remove all of it`,
    "",
  ].join("\n");
}
