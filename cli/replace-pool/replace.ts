import { loadEnvironment } from "../../environments";
import { workersOf } from "../../environments/applications";
import { ConfigurationError } from "../../environments/errors";
import { terminationGraceSeconds } from "../../environments/facts/termination-grace";
import { LABELS } from "../../environments/labels";
import type { EnvironmentSpec } from "../../environments/schema";
import type { ClusterAddress } from "../../inventory/cluster";
import { readSynthesized } from "../../inventory/synthesized";
import type { Progress } from "../../runtime/progress";
import { clusterAccess } from "../../runtime/cluster-access";
import { whenUnanswered } from "../../runtime/reach-cluster";
import type { Ask } from "../../runtime/terminal";
import { CommandFailure } from "../../runtime/failure";
import { synthesize } from "../synthesis/synthesize";
import type { ReplaceArguments } from "./arguments";
import { kubectlCommand, type PoolCluster } from "./cluster";
import { drainPool, left } from "./drain";
import { type ClusterFacts, factsOf } from "./facts";
import { requireTaker } from "./guards";
import { refusedWorkloads } from "./needs";
import { brokenPromises, type PoolPair, poolPair } from "./pools";
import { type Removal, removalOf } from "./removal";

export interface ReplaceProps extends Pick<
  ReplaceArguments,
  "environment" | "old" | "by" | "atATime" | "kubeconfig" | "context" | "yes"
> {
  readonly connect: (access: ClusterAddress) => PoolCluster;
  readonly ask: Ask | undefined;
  readonly say: Progress;
  /** Ends it between two looks. */
  readonly stopped: AbortSignal;
  /** For pods that wait for a node of the new pool; a MIG node takes up to 25 minutes. @default 30 minutes */
  readonly placeSeconds?: number;
}

/** What there is to do, or was done. */
export interface Replacement {
  readonly environment: string;
  readonly pair: PoolPair;
  readonly facts: ClusterFacts;
  /** What a person should know before. */
  readonly notes: readonly string[];
  /** Seconds that one node's drain may take. */
  readonly drainSeconds: number;
  readonly removal: Removal;
  /** Command that takes the cordon back. */
  readonly back: string;
}

/** Beyond the longest grace: disruption budgets are waited for as well. */
const SLACK_SECONDS = 600;

/** One pool's pods move to another. Where it stands is read from the cluster: it can be ended and called again anywhere. */
export class PoolReplacement {
  private readonly spec: EnvironmentSpec;
  private readonly pair: PoolPair;
  private readonly removal: Removal;
  private readonly access: ClusterAddress;
  private readonly cluster: PoolCluster;
  private readonly selector: string;

  /** @throws ConfigurationError for data in which the new pool does not take what the old one has, all of it at once */
  constructor(private readonly props: ReplaceProps) {
    this.spec = loadEnvironment(props.environment, process.env);
    this.pair = poolPair(this.spec, props.old, props.by);
    const stacks = synthesize([this.spec], undefined).environments.flatMap((built) => built.stacks);
    const code = readSynthesized(stacks.map(({ id, json }) => ({ name: id, json })));
    const promises = brokenPromises(this.pair);
    // What the pods lack follows from these, once more for each of them.
    const issues = promises.length > 0 ? promises : refusedWorkloads(this.pair, code, this.spec);
    if (issues.length > 0) throw new ConfigurationError(issues);
    this.removal = removalOf(this.spec, this.pair.old, stacks);
    this.access = clusterAccess(props, this.spec);
    this.selector = `${LABELS.pool}=${props.old}`;
    try {
      this.cluster = props.connect(this.access);
    } catch (error) {
      throw this.noAnswer(error);
    }
  }

  /**
   * @throws CommandFailure when the cluster does not answer or the new pool is not up;
   * ConfigurationError when its maximum is too small
   */
  async plan(): Promise<Replacement> {
    const facts = await this.facts();
    const { spec, pair, removal } = this;
    return {
      environment: spec.name,
      pair,
      facts,
      notes: requireTaker(spec, pair, facts),
      drainSeconds: drainSeconds(spec, facts),
      removal,
      back: this.back(),
    };
  }

  /**
   * Cordons all old nodes, then drains them, so many at a time, each time when all
   * pods have a place again.
   *
   * @throws CommandFailure when the agreement is not given, or something fails: with the way back and the way on
   */
  async run({ facts, notes, drainSeconds: timeout, pair }: Replacement): Promise<void> {
    const { say } = this.props;
    for (const note of notes) say(`note: ${note}`);
    if (left(facts.old).length === 0) return;
    await this.agree(facts, pair);
    try {
      await drainPool({
        ...{ cluster: this.cluster, facts: () => this.facts() },
        ...{ pair: this.pair, selector: this.selector, timeout, ...this.props },
      });
    } catch (error) {
      throw this.brokeOff(error);
    }
  }

  private async agree({ old }: ClusterFacts, { by }: PoolPair): Promise<void> {
    const { yes, ask, say } = this.props;
    const pods = old.flatMap(({ leaving }) => leaving).length;
    say(
      `${old.length} nodes of ${this.props.old} are cordoned and drained: ${pods} pods go to ${by.pool.name}`,
    );
    if (yes) return;
    const command = `npm run replace-pool -- ${this.spec.name} ${this.props.old} --by ${this.props.by}`;
    if (ask === undefined) {
      throw new CommandFailure(
        "nothing was done: there is no terminal to ask on",
        `look at it with --dry-run; when it is what is meant: ${command} --yes`,
      );
    }
    if ((await ask("Do this? Type yes: ")).trim() !== "yes") {
      throw new CommandFailure("nothing was done: you did not say yes", command);
    }
  }

  private async facts(): Promise<ClusterFacts> {
    try {
      const [nodes, pods] = await Promise.all([this.cluster.nodes(), this.cluster.pods()]);
      return factsOf(nodes, pods, this.props);
    } catch (error) {
      throw this.noAnswer(error);
    }
  }

  private noAnswer(error: unknown): Error {
    if (error instanceof ConfigurationError) return error;
    const said = error instanceof Error ? error.message : String(error);
    return new CommandFailure(
      `the cluster of ${this.spec.name} cannot be asked: ${said}`,
      whenUnanswered(this.spec, said, "look at --kubeconfig and --context, then kubectl get nodes"),
    );
  }

  private brokeOff(error: unknown): CommandFailure {
    const what = this.props.stopped.aborted
      ? "stopped: the nodes stay cordoned, and pods that were told to go finish their job"
      : error instanceof Error
        ? error.message
        : String(error);
    const cause = error instanceof CommandFailure && error.remedy !== "" ? `${error.remedy}; ` : "";
    return new CommandFailure(
      what,
      `${cause}to go on, call it again: npm run replace-pool -- ${this.spec.name} ${this.props.old} --by ${this.props.by}; to go back: ${this.back()}`,
    );
  }

  private back(): string {
    return kubectlCommand(this.access, "uncordon", "--selector", this.selector);
  }
}

/** The longest grace of a pod that goes, or of a worker that comes meanwhile. */
function drainSeconds(spec: EnvironmentSpec, { old }: ClusterFacts): number {
  return (
    SLACK_SECONDS +
    Math.max(
      ...workersOf(spec).map(({ application: { queue }, worker }) =>
        terminationGraceSeconds(queue, worker.jobTimeoutSeconds),
      ),
      ...old.flatMap(({ leaving }) =>
        leaving.map(({ spec: pod }) => pod?.terminationGracePeriodSeconds ?? 0),
      ),
    )
  );
}
