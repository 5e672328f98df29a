import { z } from "zod";
import { bytes, port, positive, resources } from "./common";
import { ingress } from "./ingress";
import { serverVariables } from "./variables";

/** Program and arguments of a container; no shell is in between. */
export const command = z.array(z.string().min(1)).min(1);

/** A question that the kubelet asks over HTTP. */
const probe = z.strictObject({
  path: z.string().startsWith("/"),
  /** Longest wait for an answer, seconds. */
  timeoutSeconds: positive,
  /** Between two questions, seconds. */
  periodSeconds: positive,
  /** Questions in a row without a good answer after which it has failed. */
  failureThreshold: positive,
});

/** How the kubelet finds out how a server is. */
const probes = z.strictObject({
  /** Until it answers for the first time; a pod that fails it is started again. */
  startup: probe,
  /** Asks what the web front stands on; a pod that fails it gets no requests. */
  readiness: probe,
  /** Answers while the process is well, whatever Redis does; a pod that fails it is started again. */
  liveness: probe,
});
export type Probes = z.output<typeof probes>;

/** A path of the web front, without a query. */
const path = z.string().regex(/^\/[A-Za-z0-9_/-]*$/, "must be a path, e.g. /api/jobs");

export const web = z.strictObject({
  port,
  /** Program that serves the port. */
  command,
  /** Its own variables, beside the settings; they count more than those of the same name. */
  variables: serverVariables,
  probes,
  /** Scratch space (emptyDir) for its home and `/tmp`, and its limit. */
  scratch: bytes,
  replicas: z.strictObject({ min: positive, max: positive }),
  /** Mean CPU use, per cent of the request, that the HPA aims for. */
  cpuUtilization: z.int().min(1).max(100),
  resources,
  /** Where its port serves metrics for Prometheus. Absent: nowhere, nothing is scraped. */
  metricsPath: path.optional(),
  /** What of the web front the Ingress passes; all else answers inside the cluster alone. */
  publicPaths: z.strictObject({
    exact: z.array(path),
    /** These paths and what is below them. */
    below: z.array(
      path.min(2, "would pass everything").meta({ fix: "write the paths out, e.g. /api/jobs" }),
    ),
  }),
  /** Absent: it is not reached from outside the cluster. */
  ingress: ingress.optional(),
});
export type WebSpec = z.output<typeof web>;
