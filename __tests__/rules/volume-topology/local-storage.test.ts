import { volumeTopology } from "../../../rules/volume-topology";
import { foundInYaml } from "../foreign";

describe("local storage in foreign manifests", () => {
  test("asks for nothing where no cluster-autoscaler is in sight", () => {
    const yaml = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { template: { spec: { containers: [], volumes: [{ name: tmp, emptyDir: {} }] } } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec: { maxReplicas: 3, scaleTargetRef: { kind: Deployment, name: web } }
`;
    const autoscaler = (args: string) => `${yaml}---
apiVersion: apps/v1
kind: Deployment
metadata: { name: cluster-autoscaler }
spec: { template: { spec: { containers: [{ name: main, image: "registry.k8s.io/autoscaling/cluster-autoscaler:v1.35.0", args: [${args}] }] } } }
`;
    expect(foundInYaml(volumeTopology, yaml)).toEqual([]);
    expect(
      foundInYaml(volumeTopology, autoscaler("--skip-nodes-with-local-storage=false")),
    ).toEqual([]);
    expect(foundInYaml(volumeTopology, autoscaler("--v=4"))).toEqual([
      "warning Deployment default/web: has tmp on its node's disk: cluster-autoscaler never removes a node that it runs on",
    ]);
  });
});
