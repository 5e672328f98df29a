import type { Probes } from "../../environments/schema";

/** Probes of a container as the data describes them, at one of its ports. */
export function probes({ startup, readiness, liveness }: Probes, port: string) {
  const asked = ({ path, ...times }: Probes["startup"]) => ({ httpGet: { path, port }, ...times });
  return {
    startupProbe: asked(startup),
    readinessProbe: asked(readiness),
    livenessProbe: asked(liveness),
  };
}
