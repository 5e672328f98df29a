import { groupBy } from "../../../inventory/group-by";
import type { Labels } from "../../../inventory/model";

/** Things by their labels, so that a selector by labels looks at few of them. */
export class LabelIndex<T> {
  private readonly byLabel: ReadonlyMap<string, readonly { readonly item: T }[]>;

  constructor(
    private readonly items: readonly T[],
    private readonly labelsOf: (item: T) => Labels,
  ) {
    const labelled = items.flatMap((item) =>
      Object.entries(labelsOf(item)).map(([key, value]) => ({ item, label: `${key}=${value}` })),
    );
    this.byLabel = groupBy(labelled, ({ label }) => label);
  }

  /** All that carry every one of these labels; everything for none. */
  with(labels: Labels): readonly T[] {
    const entries = Object.entries(labels);
    const [rarest] = entries
      .map(([key, value]) => this.byLabel.get(`${key}=${value}`) ?? [])
      .sort((left, right) => left.length - right.length);
    if (rarest === undefined) return this.items;
    return rarest
      .map(({ item }) => item)
      .filter((item) => entries.every(([key, value]) => this.labelsOf(item)[key] === value));
  }
}
