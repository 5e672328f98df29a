import type { Diagnosis } from "../../cli/doctor/examination";
import type { PlanContent, PlannedChange } from "../../cli/operation/changes";
import type { LoggedRequest } from "../../testbed/aws/request-log";
import type { NodeEnding } from "../../testbed/aws/nodes";
import type { AwsStack, World } from "./world";

/** What was seen of a change. */
export interface Seen {
  readonly world: World;
  readonly plan: PlanContent;
  /** What was to be changed in AWS, in order. */
  readonly sent: readonly LoggedRequest[];
  /** Why plan or apply failed; undefined: it did not. */
  readonly refused: string | undefined;
  readonly endings: readonly NodeEnding[];
}

/** A second-day change. Changes follow each other: each finds what those before it left. */
export interface AwsChange {
  readonly name: string;
  /** What a person does, or what happens. */
  readonly title: string;
  readonly stack: AwsStack;
  /**
   * What happens first outside of Terraform, e.g. to the VPC.
   *
   * @default nothing
   */
  before?(world: World): Promise<void> | void;
  /**
   * Changes the data.
   *
   * @default none: what shows is what `before` did
   */
  edit?(world: World): void;
  /**
   * Changes the synthesized stack, as another version of this project would.
   *
   * @default as it is synthesized
   */
  code?(json: string): string;
  /**
   * Plans and applies in place of Terraform alone.
   *
   * @default Terraform plans, and applies what it planned
   */
  deploy?(world: World): Promise<void>;
  /**
   * What happens between plan and apply.
   *
   * @default nothing
   */
  meanwhile?(world: World): Promise<void> | void;
  /**
   * Terraform gets SIGKILL when the n-th request of an action comes.
   *
   * @default it does not
   */
  readonly killAt?: { readonly action: string; readonly count: number };
  /**
   * Only planned: to apply it would lose what later changes need.
   *
   * @default false
   */
  readonly planOnly?: boolean;
  /**
   * Asserts what must hold.
   *
   * @returns what is lost or left behind, in few words
   * @throws AssertionError
   */
  check(seen: Seen): Promise<string> | string;
  /**
   * Takes back what was only for this change.
   *
   * @default nothing
   */
  after?(world: World): Promise<void> | void;
}

/** Changes of a type that are planned. */
export function planned(
  { plan }: Pick<Seen, "plan">,
  type: string,
  action: PlannedChange["action"],
): readonly PlannedChange[] {
  return plan.changes.filter((change) => change.type === type && change.action === action);
}

/** Requests of an action, with their bodies as JSON. */
export function bodies({ sent }: Pick<Seen, "sent">, action: string): readonly unknown[] {
  return sent
    .filter((request) => request.action === action)
    .map(({ body }): unknown => JSON.parse(body === "" ? "{}" : body));
}

/** Diagnoses of an id that the doctor makes of the node groups now. */
export async function diagnosed(
  { world }: Pick<Seen, "world">,
  id: Diagnosis["id"],
): Promise<readonly Diagnosis[]> {
  return (await world.diagnoses()).filter((diagnosis) => diagnosis.id === id);
}

/** `2 nodes ended, 1 job killed; cpu-worker down to 2 nodes`, or `nothing`. */
export function losses(endings: readonly NodeEnding[]): string {
  if (endings.length === 0) return "nothing";
  const jobs = endings.filter(({ jobKilled }) => jobKilled).length;
  const lowest = Math.min(...endings.map(({ poolLeft }) => poolLeft));
  return `${endings.length} nodes ended, ${jobs} jobs killed; lowest count of a pool ${lowest}`;
}
