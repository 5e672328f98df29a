import { mkdirSync } from "node:fs";
import path from "node:path";
import { awsTypes, policyContext } from "../../cli/policy/context";
import { type Policies, policiesOf } from "../../cli/policy/documents";
import { synthesize, type SynthesizedStack } from "../../cli/synthesis/synthesize";
import { environmentName, loadEnvironment } from "../../environments";
import { nodeGroups } from "../../environments/nodes/node-groups";
import type { EksCluster, EnvironmentSpec, StorageOf } from "../../environments/schema";
import { Moto } from "../../testbed/aws/moto";
import { StandIn } from "../../testbed/aws/stand-in";
import type { Progress } from "../../runtime/progress";
import { usableAwsProvider } from "./aws-provider";
import { installedProvider, ServedProvider } from "./served-provider";
import { pinnedAws, typesOf } from "./stack-json";
import { TriedStack } from "./tried-stack";

/** Stacks of production that are made in AWS. */
export type AwsStack = "node-pools" | "storage";

/** Jobs take as long as the app's own limit. */
const JOB_SECONDS = 1800;

/** Production on the stand-in: its data as it is changed, its two stacks, and the AWS that they are applied to. */
export class World {
  private constructor(
    readonly spec: EnvironmentSpec,
    readonly cluster: EksCluster,
    readonly standIn: StandIn,
    readonly stacks: Readonly<Record<AwsStack, TriedStack>>,
    /** What who deploys production may do. */
    readonly policies: Policies,
    /** Of the aws provider. */
    readonly providerVersion: string,
    private readonly provider: ServedProvider,
    private readonly moto: Moto,
  ) {}

  /**
   * @param folder for code, states and logs
   * @throws CommandFailure when Python, moto or the aws provider cannot be had
   */
  static async start(folder: string, say: Progress): Promise<World> {
    mkdirSync(folder, { recursive: true });
    const spec = structuredClone(loadEnvironment(environmentName("production"), {}));
    const awsVersion = usableAwsProvider(folder, pinnedAws(stackOf(spec, "node-pools")));
    const { cluster } = spec;
    if (cluster.kind !== "eks") throw new Error("production is not on EKS");
    const moto = await Moto.start(folder, say);
    const standIn = await StandIn.start({
      moto: moto.client,
      cluster: cluster.name,
      kubernetesVersion: cluster.kubernetesVersion,
      privateSubnetTags: cluster.privateSubnetTags,
      jobSeconds: (group) => (runsJobs(poolOf(cluster, group), cluster) ? JOB_SECONDS : undefined),
      poolOf: (group) => poolOf(cluster, group),
    });
    const probe = path.join(folder, "provider");
    const types = typesOf([stackOf(spec, "node-pools"), stackOf(spec, "storage")]);
    const provider = await ServedProvider.start(probe, types);
    const stack = (name: AwsStack) =>
      new TriedStack({
        id: `production-${name}`,
        folder: path.join(folder, name),
        address: standIn.address,
        awsVersion,
        env: provider.env,
      });
    const stacks = { "node-pools": stack("node-pools"), storage: stack("storage") };
    const { version } = installedProvider(probe);
    const all = synthesized(spec).map(({ json }) => json);
    const policies = policiesOf(awsTypes(all), policyContext(cluster, all));
    return new World(spec, cluster, standIn, stacks, policies, version, provider, moto);
  }

  /** Synthesizes the data as it is now, and puts a stack's code in place. */
  async synthesize(name: AwsStack): Promise<TriedStack> {
    await this.stacks[name].use(stackOf(this.spec, name));
    return this.stacks[name];
  }

  /** Names of the node groups that a pool has now. */
  groupsOf(pool: string): readonly string[] {
    return this.standIn.eks.groups.names().filter((name) => poolOf(this.cluster, name) === pool);
  }

  /** Names of all node groups that there are now. */
  groups(): readonly string[] {
    return this.standIn.eks.groups.names();
  }

  /** Pool that a node group is of. */
  poolOf(group: string): string {
    return poolOf(this.cluster, group);
  }

  firstGroupOf(pool: string): string {
    const [group] = this.groupsOf(pool);
    if (group === undefined) throw new Error(`${pool} has no group`);
    return group;
  }

  /** Data of the shared storage, to be changed. */
  get storage(): StorageOf<"efs"> {
    const { storage } = this.spec;
    if (storage.kind !== "efs") throw new Error("production's storage is not on EFS");
    return storage;
  }

  /** A pool's data, to be changed. */
  pool(name: string): EksCluster["pools"][number] {
    const pool = this.cluster.pools.find((each) => each.name === name);
    if (pool === undefined) throw new Error(`production has no pool ${name}`);
    return pool;
  }

  async stop(): Promise<void> {
    await this.provider.stop();
    await this.standIn.stop();
    await this.moto.stop();
  }
}

/** Pool whose groups have names that begin as this one's; of several the longest. */
function poolOf({ pools }: EksCluster, group: string): string {
  const found = pools
    .flatMap((pool) => nodeGroups(pool).map(({ name }) => ({ pool: pool.name, name })))
    .filter(({ name }) => group.startsWith(`${name}-`))
    .sort((one, other) => other.name.length - one.name.length);
  return found[0]?.pool ?? group;
}

function runsJobs(pool: string, { pools }: EksCluster): boolean {
  const roles = pools.find(({ name }) => name === pool)?.roles ?? [];
  return roles.includes("cpu-worker") || roles.includes("gpu-worker");
}

function synthesized(spec: EnvironmentSpec): readonly SynthesizedStack[] {
  return synthesize([spec], undefined).environments.flatMap(({ stacks }) => stacks);
}

/** Code of a stack. */
function stackOf(spec: EnvironmentSpec, name: AwsStack): unknown {
  const stack = synthesized(spec).find((each) => each.name === name);
  if (stack === undefined) throw new Error(`production has no stack ${name}`);
  return stack.json;
}
