import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { environmentName, loadEnvironment } from "../environments";
import { readManifests } from "../inventory/manifests";
import { runRules } from "../rules";

const FEW = 1000;
const MANY = 5000;

/**
 * Time per object of reading a folder and running every rule on it, with 5,000
 * objects against 1,000: about 1 while nothing searches whole lists.
 */
export function manifestsRatio(): number {
  // Once before it counts: the first run compiles.
  secondsPerObject(FEW);
  return secondsPerObject(MANY) / secondsPerObject(FEW);
}

function secondsPerObject(count: number): number {
  const folder = mkdtempSync(path.join(tmpdir(), "bench-"));
  try {
    writeFileSync(path.join(folder, "all.yaml"), documents(count));
    const spec = loadEnvironment(environmentName("staging"), process.env);
    const started = performance.now();
    for (const { reading } of readManifests(folder)) {
      runRules(reading.inventory, spec);
    }
    return (performance.now() - started) / 1000 / count;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Deployments that share claims, each scaled twice. */
function documents(count: number): string {
  return Array.from({ length: Math.ceil(count / 4) }, (_, index) => {
    const metadata = { name: `x${index}`, namespace: `ns${index % 50}` };
    const volumes = [{ name: "data", persistentVolumeClaim: { claimName: metadata.name } }];
    const containers = [{ name: "a", image: "example.org/a:1" }];
    return [
      {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata,
        spec: { replicas: 2, template: { spec: { containers, volumes } } },
      },
      {
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        metadata,
        spec: { accessModes: ["ReadWriteOnce"] },
      },
      {
        apiVersion: "autoscaling/v2",
        kind: "HorizontalPodAutoscaler",
        metadata,
        spec: { maxReplicas: 3, scaleTargetRef: { kind: "Deployment", name: metadata.name } },
      },
      {
        apiVersion: "keda.sh/v1alpha1",
        kind: "ScaledObject",
        metadata,
        spec: { scaleTargetRef: { name: metadata.name }, triggers: [] },
      },
    ];
  })
    .flat()
    .map((object) => JSON.stringify(object))
    .join("\n---\n");
}
