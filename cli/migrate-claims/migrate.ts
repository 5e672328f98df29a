import { loadEnvironment } from "../../environments";
import { applicationOption, chosenApplication } from "../../environments/applications";
import type { ClaimMove, EnvironmentSpec, Switches } from "../../environments/schema";
import { ClusterClient } from "../../runtime/cluster-client";
import type { Progress } from "../../runtime/progress";
import { clusterAccess, clusterVariables } from "../../runtime/cluster-access";
import type { Ask } from "../../runtime/terminal";
import { deployEnvironment } from "../deploy/deploy-environment";
import { CommandFailure } from "../../runtime/failure";
import { changeEnvironment } from "../switches/change-environment";
import type { MigrateArguments } from "./arguments";
import { type Facts, readFacts } from "./facts";
import { brokeOff, noAnswer, requireAllNamed, requireKnown, stuck } from "./guards";
import { JournalStore } from "./journal";
import { runCopies } from "./run-copies";
import { isCopied, nextStep, type MigrationStep, type StepName, stepsOf, verdictOf } from "./steps";
import { startWorkload, stopWorkload } from "./workload";

export interface MigrateProps extends Pick<
  MigrateArguments,
  | "environment"
  | "application"
  | "claims"
  | "kubeconfig"
  | "context"
  | "yes"
  | "commit"
  | "allowDestroy"
  | "openNetwork"
> {
  readonly ask: Ask | undefined;
  readonly say: Progress;
  readonly show: (text: string) => void;
}

/** The migration of an application's claims in one environment: what there is of it, and how it goes on. */
export class Migration {
  private readonly client: ClusterClient;
  private readonly journal: JournalStore;

  /**
   * @throws ConfigurationError for wrong data, unknown claims, or when nothing names the cluster;
   * CommandFailure when the kubeconfig has no such context
   */
  constructor(private readonly props: MigrateProps) {
    const spec = this.spec();
    const application = chosenApplication(spec, props.application);
    requireKnown(props.claims, application, spec);
    const { kubeconfig, context } = clusterAccess(props, spec);
    try {
      this.client = new ClusterClient(kubeconfig, context);
    } catch (error) {
      throw noAnswer(spec, error);
    }
    this.journal = new JournalStore(this.client, application.namespace);
  }

  /** @throws CommandFailure when the cluster does not answer */
  async requireAnswer(): Promise<void> {
    try {
      await this.journal.read();
    } catch (error) {
      throw noAnswer(this.spec(), error);
    }
  }

  /** @throws CommandFailure when the cluster does not answer */
  async facts(): Promise<Facts> {
    try {
      const { spec, application } = this.workload();
      return await readFacts(this.client, spec, application, await this.journal.read());
    } catch (error) {
      throw noAnswer(this.spec(), error);
    }
  }

  /**
   * Goes through the steps that are left, each after a yes.
   *
   * @returns the step that was not agreed to; undefined when all are done
   * @throws CommandFailure when a step fails; the command goes on there when it is called again
   */
  async run(): Promise<MigrationStep | undefined> {
    const { ask, yes, say } = this.props;
    this.requireDeployedCluster();
    let last: StepName | undefined;
    for (;;) {
      const facts = await this.facts();
      requireAllNamed(facts, this.props.claims, this.command());
      const step = nextStep(stepsOf(facts));
      if (step === undefined) return undefined;
      if (step.name === last) throw stuck(step);
      last = step.name;
      say(`\n${step.title}: ${step.detail}`);
      if (!yes) {
        if (ask === undefined) return step;
        if ((await ask("Do this? Type yes: ")).trim() !== "yes") return step;
      }
      await this.perform(step.name, facts).catch((error: unknown) => {
        throw brokeOff(step, this.command(), error);
      });
    }
  }

  /** Starts the workload on the old claims again. Its successors and what is copied stay. */
  async giveUp(): Promise<void> {
    const facts = await this.facts();
    if (facts.claims.some(({ move }) => move === "moved")) {
      throw new CommandFailure(
        "the workload is on the new claims, or about to be: the old ones lack what was written since",
        `go on: ${this.command()}`,
      );
    }
    await startWorkload(facts, this.workload());
  }

  /** The data of k3s names the context of every deploy; claims of another cluster are not its claims. */
  private requireDeployedCluster(): void {
    const { cluster, name } = this.spec();
    const { context } = this.props;
    if (cluster.kind !== "k3s" || context === undefined || context === cluster.context) return;
    throw new CommandFailure(
      `${name} is deployed to ${cluster.context}, as its data says, and --context names ${context}`,
      "leave --context out; another cluster can only be looked at: --status",
    );
  }

  private async perform(step: StepName, facts: Facts): Promise<void> {
    const moving = facts.claims.filter((claim) => verdictOf(claim, facts.className) === "moving");
    const { client, journal } = this;
    const { say } = this.props;
    const copy = async (pass: "first" | "final") => {
      await journal.begin();
      const left = moving.filter((claim) => !isCopied(facts, claim, pass));
      await runCopies(left, {
        client,
        journal,
        application: this.workload().application,
        pass,
        say,
      });
    };
    const names = moving.map(({ spec }) => spec.name);
    switch (step) {
      case "declare":
        return this.change("copying", names);
      case "first-copy":
        return copy("first");
      case "stop":
        return stopWorkload(facts, this.workload());
      case "final-copy":
        return copy("final");
      case "cut-over":
        return this.change("moved", names);
      case "start":
        return startWorkload(facts, this.workload());
      case "clean":
        return this.clean(facts);
      default:
        return step satisfies never;
    }
  }

  /** The data says it, a commit keeps it, a deploy does it. */
  private async change(move: ClaimMove, names: readonly string[]): Promise<void> {
    const { environment, yes, commit, allowDestroy, openNetwork, ask, say, show } = this.props;
    // Where the claims are looked at, there the deploy goes.
    const env = clusterVariables(this.props);
    const change = await changeEnvironment({
      environment,
      wanted: (switches) => withMoves(switches, move, names),
      consequences: () => [],
      message: () =>
        `${environment}: ${move === "copying" ? "claims get successors" : "pods move to the new claims"}\n\n${names.map((name) => `claimMoves.${name}: ${move}`).join("\n")}\n\nMade by: ${this.command()}\n`,
      yes,
      commit,
      allowDestroy,
      openNetwork,
      ask,
      env,
      say,
      show,
    });
    // The data was there before, and its apply was not done.
    const deployment =
      change.outcome === "already so"
        ? await deployEnvironment({
            environment,
            plan: false,
            yes,
            allowDestroy,
            openNetwork,
            unlockReleases: false,
            ask,
            env,
            say,
            show,
          })
        : change.deployment;
    if (deployment?.failure !== undefined) throw deployment.failure;
    if (deployment === undefined) {
      throw new CommandFailure("nothing was applied: you did not say yes", "call it again");
    }
  }

  private async clean({ namespace, jobs }: Facts): Promise<void> {
    for (const name of jobs) {
      await this.client.remove(
        { apiVersion: "batch/v1", kind: "Job", namespace, name },
        "Background",
      );
    }
    await this.journal.remove();
  }

  /** What goes on with all claims. */
  private command(): string {
    const { spec, application } = this.workload();
    return `npm run migrate-claims -- ${spec.name}${applicationOption(spec, application.namespace)}`;
  }

  private workload() {
    const { client, journal } = this;
    const spec = this.spec();
    const application = chosenApplication(spec, this.props.application);
    return { client, journal, spec, application, say: this.props.say };
  }

  /** Read again each time: the steps change it. */
  private spec(): EnvironmentSpec {
    return loadEnvironment(this.props.environment, process.env);
  }
}

function withMoves(switches: Switches, move: ClaimMove, names: readonly string[]): Switches {
  const moves = Object.fromEntries(names.map((name) => [name, move]));
  return { ...switches, claimMoves: { ...switches.claimMoves, ...moves } };
}
