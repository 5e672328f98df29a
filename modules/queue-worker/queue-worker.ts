import { Construct } from "constructs";
import { queueAdapter } from "../../queues";
import { QueueScaler } from "../autoscaling/queue-scaler";
import { WorkerDeployment } from "./worker-deployment";
import { WorkerJob } from "./worker-job";
import type { WorkerPodProps } from "./worker-pod";

export interface QueueWorkerProps extends WorkerPodProps {
  /** KEDA is there to scale it; otherwise its number of replicas is fixed. */
  readonly keda: boolean;
}

/** cdktf leaves it out of addresses in the state. */
const PODS = "Default";

/** What scales a worker. */
export interface WorkerScaler {
  readonly kind: "ScaledObject" | "ScaledJob";
  readonly name: string;
}

export interface QueueWorkerOutputs {
  /** @default KEDA is off */
  readonly scaler?: WorkerScaler;
}

/**
 * Pods that take jobs from queues, and what scales them. Both are made here
 * together and neither is handed out: no second autoscaler can be pointed at
 * them. Without KEDA no controller makes pods for jobs, so that a Deployment of fixed
 * size takes them, whatever the worker's kind.
 */
export class QueueWorker extends Construct {
  readonly outputs: QueueWorkerOutputs;

  constructor(scope: Construct, id: string, props: QueueWorkerProps) {
    super(scope, id);
    this.outputs = { scaler: this.scaler(props) };
  }

  private scaler(props: QueueWorkerProps): WorkerScaler | undefined {
    const { worker, runtime, keda } = props;
    const { scaling } = worker;
    if (!keda) {
      new WorkerDeployment(this, PODS, { ...props, replicas: scaling.replicasWithoutKeda });
      return undefined;
    }
    switch (scaling.kind) {
      case "deployment": {
        const { name } = new WorkerDeployment(this, PODS, { ...props, replicas: undefined });
        const scaler = new QueueScaler(this, "scaler", {
          application: runtime.application,
          namespace: runtime.namespace,
          deploymentName: name,
          component: worker.name,
          counted: queueAdapter(runtime.queue).triggers(worker),
          redis: runtime.redis,
          scaling,
        });
        return { kind: "ScaledObject", name: scaler.name };
      }
      case "job": {
        const { name } = new WorkerJob(this, PODS, { ...props, scaling });
        return { kind: "ScaledJob", name };
      }
      default:
        return scaling satisfies never;
    }
  }
}
