import { Construct } from "constructs";
import type { ITerraformDependable } from "cdktf";
import type { RedisSpec, SecretKeyRef } from "../../environments/schema";
import type { Nodes } from "../pod/placement";
import type { RedisReader } from "./reader";
import { ManagedRedis } from "./managed-redis";

export interface RedisProps {
  /** Name of the application. */
  readonly application: string;
  readonly namespace: string;
  readonly redis: RedisSpec;
  /** Patterns of the keys that a user who only reads may see. */
  readonly readableKeys: readonly string[];
  readonly nodes: Nodes;
  /** Terraform refuses to destroy the volume. */
  readonly protect: boolean;
  /** What must be there before the pod. */
  readonly guards: ITerraformDependable[];
}

export interface RedisOutputs {
  /** Fully qualified: KEDA's operator resolves it from another namespace. */
  readonly host: string;
  readonly port: number;
  /** `host:port`. */
  readonly address: string;
  /**
   * Password of the default user, in a Secret of the workload's namespace.
   *
   * @default none: every client that network policies let through may do everything
   */
  readonly password?: SecretKeyRef;
  /**
   * Who only reads logs in so.
   *
   * @default as the default user
   */
  readonly reader?: RedisReader;
}

/** The queue's Redis: one of our own, or the address of one that is already there. */
export class Redis extends Construct {
  readonly outputs: RedisOutputs;

  constructor(scope: Construct, id: string, props: RedisProps) {
    super(scope, id);
    const { host, port } = this.endpoint(props);
    const { password, reader } = props.redis;
    this.outputs = { host, port, address: `${host}:${port}`, password, reader };
  }

  private endpoint({ redis, ...props }: RedisProps): { host: string; port: number } {
    switch (redis.kind) {
      case "managed":
        return new ManagedRedis(this, "managed", {
          ...props,
          persistence: redis.persistence,
          password: redis.password,
          reader: redis.reader,
        });
      case "existing":
        return { host: redis.host, port: redis.port };
      default:
        return redis satisfies never;
    }
  }
}
