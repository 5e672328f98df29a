/** Indexes of values that stand earlier in the list already. */
export function duplicates(values: readonly string[]): readonly number[] {
  return values.flatMap((value, index) => (values.indexOf(value) < index ? [index] : []));
}
