import type { ApplicationSpec, EnvironmentSpec } from "../../environments/schema";
import { montageAiIn } from "./applications";

/** A small application of its own: one page, one RQ worker, one claim, a Redis of its own. */
export function tickets(spec: EnvironmentSpec): ApplicationSpec {
  const { web, workers, ...first } = montageAiIn(spec);
  if (web === undefined) throw new Error(`${spec.name} has no web front`);
  const [worker] = workers;
  if (worker === undefined) throw new Error(`${spec.name} has no worker`);
  return {
    ...first,
    name: "tickets",
    stack: undefined,
    namespace: "tickets",
    images: {
      registry: spec.registry && { kind: "registry", repository: "tickets" },
      ghcr: { kind: "ghcr", repository: "ghcr.io/acme/tickets", pullSecretName: "tickets-pull" },
    },
    redis: { kind: "managed", persistence: { size: "1Gi", className: "gp3" } },
    settings: {},
    submissionSettings: undefined,
    filledQueues: [{ queue: "mails" }],
    egresses: [],
    secrets: [{ name: "mail", vaultKey: "mail", variables: { SMTP_PASSWORD: "password" } }],
    claims: [{ name: "attachments", size: "5Gi", mountPath: "/data", accessMode: "ReadWriteMany" }],
    cacheClaim: "attachments",
    web: { ...web, ingress: undefined, variables: { REDIS: { from: "redis-host" } } },
    workers: [
      {
        ...worker,
        name: "mailer",
        queues: ["mails"],
        jobTimeoutSeconds: 60,
        claims: [{ name: "attachments", readOnly: false }],
        variables: { REDIS: { from: "redis-host" } },
        scaling: {
          kind: "deployment",
          min: 1,
          max: 3,
          waitingJobsPerReplica: 5,
          scaleOutTolerance: 0,
          pollingIntervalSeconds: 15,
          cooldownSeconds: 60,
          scaleInStabilizationSeconds: 120,
          replicasWithoutKeda: 1,
        },
      },
    ],
    quota: { ...first.quota, pods: 20 },
  };
}

/** An environment that runs it beside its own application. */
export function withTickets(spec: EnvironmentSpec): EnvironmentSpec {
  return {
    ...spec,
    applications: [...spec.applications, tickets(spec)],
    switches: {
      ...spec.switches,
      imageTags: { ...spec.switches.imageTags, tickets: "0123abc" },
    },
  };
}
