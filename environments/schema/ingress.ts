import { z } from "zod";
import { dnsLabel } from "./common";
import { cidr } from "./egress";
import { dnsName } from "./hosts";

/** What the controller proves the host with. */
const certificate = z.discriminatedUnion("kind", [
  /** A Secret of type kubernetes.io/tls in the workload's namespace, which is not made here. */
  z.strictObject({ kind: z.literal("secret"), secretName: dnsLabel }),
  /** A certificate of AWS Certificate Manager, in the load balancer's region. */
  z.strictObject({
    kind: z.literal("acm"),
    arn: z
      .string()
      .regex(
        /^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate\/[0-9a-f-]+$/,
        'must be the ARN of a certificate, e.g. "arn:aws:acm:eu-central-1:111122223333:certificate/0a1b2c3d-…"',
      ),
  }),
]);

/** How the web front is reached from outside the cluster. */
export const ingress = z.strictObject({
  className: dnsLabel,
  host: dnsName,
  /** With one, plain HTTP serves nothing: an ALB redirects it to HTTPS, traefik does not listen to it. Absent: plain HTTP, and a rule warns. */
  certificate: certificate.optional(),
  /**
   * Addresses that the load balancer answers; an ALB alone takes them.
   *
   * @default every address
   */
  sources: z.array(cidr).min(1).optional(),
  /** More annotations for the controller; what follows from the values above is refused here. */
  annotations: z.record(z.string(), z.string()),
});
export type IngressSpec = z.output<typeof ingress>;
