/** What Terraform is at. */
export type TerraformPhase = "plan" | "apply";

/** A request that changed, or meant to change, something. */
export interface LoggedRequest {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly service: string;
  /** The API reference's name, e.g. `UpdateNodegroupConfig`. */
  readonly action: string;
  readonly path: string;
  readonly body: string;
  readonly status: number;
  /** Undefined: Terraform was at neither. */
  readonly phase: TerraformPhase | undefined;
}

const READS = /^(Describe|List|Get|Check|Simulate)/;

/** Every request, in the order of the answers. */
export class RequestLog {
  private readonly requests: LoggedRequest[] = [];
  /** Of the requests that come now. */
  phase: TerraformPhase | undefined;

  add(request: LoggedRequest): void {
    this.requests.push(request);
  }

  get count(): number {
    return this.requests.length;
  }

  /** What was asked since a count, reads too. */
  since(count: number): readonly LoggedRequest[] {
    return this.requests.slice(count);
  }

  /** What was to be changed since a count. */
  writesSince(count: number): readonly LoggedRequest[] {
    return this.since(count).filter(({ action }) => !READS.test(action));
  }
}

/** `CreateNodegroup, CreateOrUpdateTags ×8, DeleteNodegroup`, in the order of the requests. */
export function summary(requests: readonly LoggedRequest[]): string {
  const runs: { shown: string; count: number }[] = [];
  for (const { action, status } of requests) {
    const shown = status < 400 ? action : `${action} (refused)`;
    const last = runs.at(-1);
    if (last?.shown === shown) last.count += 1;
    else runs.push({ shown, count: 1 });
  }
  return runs.map(({ shown, count }) => (count === 1 ? shown : `${shown} ×${count}`)).join(", ");
}
