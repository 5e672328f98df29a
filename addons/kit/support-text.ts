import type { AnyChart } from "./addon";

/** The Kubernetes that a chart is for, in words: `tested on 1.33 to 1.35, installs from 1.23`. */
export function supportText({ support }: AnyChart): string {
  const [pinned] = support ?? [];
  if (pinned === undefined) return "as its image";
  const { installsFrom, tested } = pinned;
  const to = tested?.to === undefined ? " and newer" : ` to ${tested.to}`;
  return [
    ...(tested === undefined ? ["tested versions not named"] : [`tested on ${tested.from}${to}`]),
    ...(installsFrom === undefined ? [] : [`installs from ${installsFrom}`]),
  ].join(", ");
}
