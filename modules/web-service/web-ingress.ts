import { IngressV1 } from "@cdktf/provider-kubernetes/lib/ingress-v1";
import { Construct } from "constructs";
import { ingressAnnotations } from "../../environments/ingress-annotations";
import type { WebSpec } from "../../environments/schema";
import { applicationLabels } from "../labels";

export interface WebIngressProps {
  /** Name of the application. */
  readonly application: string;
  readonly namespace: string;
  readonly ingress: NonNullable<WebSpec["ingress"]>;
  /** What is passed; a controller answers 404 to all else. */
  readonly paths: WebSpec["publicPaths"];
  /** Service of the web front; its port is called `http`. */
  readonly serviceName: string;
}

/** The web front for the world outside the cluster. */
export class WebIngress extends Construct {
  constructor(scope: Construct, id: string, props: WebIngressProps) {
    super(scope, id);
    const { application, namespace, ingress, paths, serviceName } = props;
    const { className, host, certificate } = ingress;
    const backend = { service: { name: serviceName, port: { name: "http" } } };
    new IngressV1(this, "ingress", {
      metadata: {
        name: serviceName,
        namespace,
        labels: applicationLabels(application, "web"),
        annotations: { ...ingress.annotations, ...ingressAnnotations(ingress) },
      },
      spec: {
        ingressClassName: className,
        rule: [
          {
            host,
            http: {
              path: [
                ...paths.exact.map((path) => ({ path, pathType: "Exact", backend })),
                ...paths.below.map((path) => ({ path, pathType: "Prefix", backend })),
              ],
            },
          },
        ],
        tls:
          certificate?.kind === "secret"
            ? [{ hosts: [host], secretName: certificate.secretName }]
            : undefined,
      },
      // The controller is not ours; without one the apply would wait for ever.
      waitForLoadBalancer: false,
    });
  }
}
