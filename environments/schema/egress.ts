import { z } from "zod";
import { dnsLabel, labelKey, labelValue, port } from "./common";
import { fqdn } from "./hosts";

/** IPv4 range in CIDR notation; no environment here is dual-stack. */
export const cidr = z.cidrv4('must be an IPv4 range, e.g. "10.20.0.0/16"');

const toNamespace = z.strictObject({
  kind: z.literal("namespace"),
  namespace: dnsLabel,
  /**
   * Labels of the pods there.
   *
   * @default all pods of the namespace
   */
  podLabels: z.record(labelKey, labelValue).optional(),
});

const toAddresses = z.strictObject({
  kind: z.literal("addresses"),
  cidrs: z.array(cidr).min(1),
});

/**
 * A host outside the cluster. A network policy knows addresses and no names: what
 * is opened is the port on every public address, and the name says what for.
 * For a host with a private address, write its range as `addresses`.
 */
const toHost = z.strictObject({
  kind: z.literal("host"),
  host: fqdn,
});

/** A way out for pods of the app, beside Redis, its own services, public HTTPS and the API server. */
export const egress = z.strictObject({
  /** Network policy `allow-egress-<name>`. */
  name: dnsLabel.max(40),
  /**
   * Who takes it: `web`, names of workers and components of services.
   *
   * @default web and all workers
   */
  from: z.array(dnsLabel).min(1).optional(),
  to: z.discriminatedUnion("kind", [toNamespace, toAddresses, toHost]),
  /** TCP ports that the other side listens on; of a Service, the port of the pods behind it. */
  ports: z.array(port).min(1),
});
export type EgressSpec = z.output<typeof egress>;
