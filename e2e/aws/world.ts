import { mkdirSync } from "node:fs";
import path from "node:path";
import { awsTypes, policyContext } from "../../cli/policy/context";
import { type Policies, policiesOf } from "../../cli/policy/documents";
import type { Diagnosis } from "../../cli/doctor/examination";
import {
  declaredGroups,
  groupsInState,
  type KnownGroups,
} from "../../cli/doctor/known-node-groups";
import { lookAtNodeGroups } from "../../cli/doctor/node-groups";
import { synthesize, type SynthesizedStack } from "../../cli/synthesis/synthesize";
import { environmentName, loadEnvironment } from "../../environments";
import { nodeGroups } from "../../environments/nodes/node-groups";
import type { EksCluster, EnvironmentSpec, StorageOf } from "../../environments/schema";
import { Moto } from "../../testbed/aws/moto";
import { AwsStandIn } from "../../testbed/aws/stand-in";
import type { Progress } from "../../runtime/progress";
import { cliAt } from "./aws-cli";
import { usableAwsProvider } from "./aws-provider";
import { installedProvider, ServedProvider } from "./served-provider";
import { pinnedAws, typesOf } from "./stack-json";
import { Started } from "./started";
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
    readonly standIn: AwsStandIn,
    readonly stacks: Readonly<Record<AwsStack, TriedStack>>,
    /** What who deploys production may do. */
    readonly policies: Policies,
    /** Of the aws provider. */
    readonly providerVersion: string,
    /** Constraint of the aws provider, where it is not the stacks' own. */
    readonly awsVersion: string | undefined,
    /** For the environment of Terraform. */
    readonly providerEnv: Readonly<Record<string, string>>,
    /** For code, states and logs. */
    readonly folder: string,
    private readonly started: Started,
  ) {}

  /**
   * @param folder for code, states and logs
   * @param signal ends the start; what runs by then is stopped
   * @throws CommandFailure when Python, moto or the aws provider cannot be had
   */
  static async start(folder: string, say: Progress, signal: AbortSignal): Promise<World> {
    const started = new Started(signal);
    try {
      return await World.startParts(folder, say, started);
    } catch (error) {
      await started.stop();
      throw error;
    }
  }

  private static async startParts(folder: string, say: Progress, started: Started): Promise<World> {
    mkdirSync(folder, { recursive: true });
    const spec = structuredClone(loadEnvironment(environmentName("production"), {}));
    const awsVersion = usableAwsProvider(folder, pinnedAws(stackOf(spec, "node-pools")));
    const { cluster } = spec;
    if (cluster.kind !== "eks") throw new Error("production is not on EKS");
    const moto = await started.add(Moto.start(folder, say));
    const starting = AwsStandIn.start({
      moto: moto.client,
      cluster: cluster.name,
      kubernetesVersion: cluster.kubernetesVersion,
      privateSubnetTags: cluster.privateSubnetTags,
      jobSeconds: (group) => (runsJobs(poolOf(cluster, group), cluster) ? JOB_SECONDS : undefined),
      poolOf: (group) => poolOf(cluster, group),
    });
    const standIn = await started.add(starting);
    const probe = path.join(folder, "provider");
    const types = typesOf([stackOf(spec, "node-pools"), stackOf(spec, "storage")]);
    const provider = await started.add(ServedProvider.start(probe, types));
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
    return new World(
      spec,
      cluster,
      standIn,
      stacks,
      policies,
      version,
      awsVersion,
      provider.env,
      folder,
      started,
    );
  }

  /** Synthesizes the data as it is now, and puts a stack's code in place. */
  async synthesize(
    name: AwsStack,
    change: (json: string) => string = (json) => json,
  ): Promise<TriedStack> {
    const json = JSON.stringify(stackOf(this.spec, name));
    await this.stacks[name].use(JSON.parse(change(json)));
    return this.stacks[name];
  }

  /** Brings a stack to what the data and this version of the project say. */
  async apply(name: AwsStack): Promise<void> {
    const stack = await this.synthesize(name);
    if (await stack.plan()) await stack.apply();
  }

  /** What the doctor says of the node groups. */
  async diagnoses(): Promise<readonly Diagnosis[]> {
    const { terraform } = this.stacks["node-pools"];
    const known = async (): Promise<KnownGroups> => ({
      declared: declaredGroups(stackOf(this.spec, "node-pools")),
      inState: groupsInState(await terraform.pull()),
      why: undefined,
    });
    const ask = cliAt(this.standIn.address);
    const look = await lookAtNodeGroups(this.spec, known, Date.now(), ask);
    if (look.unread.length > 0) throw new Error(look.unread.join("; "));
    return look.diagnoses;
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
    await this.started.stop();
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
