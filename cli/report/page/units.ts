import { GIB, type ResourceAmounts } from "../../../environments/nodes/node-resources";

/** `$ 12.34` */
export function dollars(amount: number): string {
  return `$ ${amount.toFixed(2)}`;
}

/** `1 CPU, 2 GiB, 1 nvidia.com/gpu`: what of a pod or node people ask for first. */
export function amountsText(amounts: ResourceAmounts): string {
  const { cpu = 0, memory = 0 } = amounts;
  const extended = Object.entries(amounts).filter(
    ([name, amount]) => name.includes("/") && amount > 0,
  );
  return [
    ...(cpu > 0 ? [`${Number((cpu / 1000).toPrecision(3))} CPU`] : []),
    ...(memory > 0 ? [`${Number((memory / GIB).toPrecision(3))} GiB`] : []),
    ...extended.map(([name, amount]) => `${amount} ${name}`),
  ].join(", ");
}
