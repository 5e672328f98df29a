import { autoscalerOwnership } from "../../rules/autoscaler-ownership";
import { findingsOf } from "../../rules/engine/rule";
import { foundIn, inventoryOf } from "./manifests";
import { DEPLOYMENT, SCALED_OBJECT } from "./scaled-worker";

const DOCUMENTS = [DEPLOYMENT, SCALED_OBJECT].join("---\n");
const PLACE = {
  kind: "terraform",
  stack: "app",
  address: "kubernetes_deployment_v1.worker",
} as const;

test("autoscaler-ownership takes the replicas of a state for the autoscaler's work, those of a plan for an order", () => {
  expect(foundIn(autoscalerOwnership, DOCUMENTS, { place: { ...PLACE, state: true } })).toEqual([]);
  expect(foundIn(autoscalerOwnership, DOCUMENTS, { place: PLACE })).toEqual([
    "error Deployment app/worker: fixes replicas at 3 beside ScaledObject app/worker: every apply undoes the scaling | leave replicas out of Deployment app/worker (stack app, kubernetes_deployment_v1.worker); ScaledObject app/worker keeps at least 1",
  ]);
});

test("autoscaler-ownership warns of replicas that a plan leaves as they are: they may be ignored", () => {
  const inventory = inventoryOf(DOCUMENTS, PLACE);
  const workloads = inventory.workloads.map((each) => ({ ...each, replicasMayBeIgnored: true }));
  expect(findingsOf(autoscalerOwnership, { ...inventory, workloads }, undefined)).toMatchObject([
    {
      severity: "warning",
      message: expect.stringContaining("unless lifecycle.ignore_changes has spec[0].replicas"),
    },
  ]);
});
