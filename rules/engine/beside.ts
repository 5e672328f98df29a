import { isWithin } from "../shared/folders";
import { buildInventory } from "../../inventory/build";
import type { Inventory } from "../../inventory/model";

/** What one folder, or one kustomization, of a folder that is checked deploys together. */
export interface FolderPart {
  /** Folder, from the folder that is checked; `.`: that itself. */
  readonly folder: string;
  readonly inventory: Inventory;
}

const NOTHING = buildInventory([]);

/** What is needed of a part when it has been judged by itself; of tens of thousands of objects the rest is most. */
export function keptOf(inventory: Inventory): Inventory {
  const { autoscalers, workloads, limitRanges, networkPolicies } = inventory;
  return { ...NOTHING, autoscalers, workloads, limitRanges, networkPolicies };
}

/** The parts of a folder, of which each is judged by itself, for what only shows in several. */
export class Beside {
  constructor(
    private readonly part: FolderPart,
    /** All parts, or those that are known yet, the folders above among them; the same list for each. */
    readonly all: readonly FolderPart[],
  ) {}

  get folder(): string {
    return this.part.folder;
  }

  /** The other parts that may be applied to the same cluster, as far as their folders say. */
  isOther(other: FolderPart): boolean {
    return other !== this.part;
  }

  /** Network policies of the folders above: whoever applies a part has applied these. */
  policiesAbove(): Inventory["networkPolicies"] {
    return this.all
      .filter((other) => this.isOther(other) && isWithin(this.folder, other.folder))
      .flatMap(({ inventory }) => inventory.networkPolicies);
  }
}
