/** A limit that AWS has for an account in a region, or for one of its clusters. */
export interface ServiceQuota {
  /** Service by its name in the Service Quotas API. */
  readonly service: "autoscaling" | "ebs" | "ec2" | "eks" | "vpc";
  /** The quota's code there. */
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  /** What an account has that never asked for more; GPU instances: none at all. */
  readonly newAccount: number;
}

const VCPUS = "vCPUs";

/**
 * Quotas that node pools come up against. A new account may be given less of
 * the first one than is documented.
 *
 * Sources, 2026-11-28: https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html,
 * https://docs.aws.amazon.com/general/latest/gr/ebs-service.html, …/eks.html, …/as.html, …/vpc-service.html.
 * Codes and names of EC2 but On-Demand G and VT were compared with a public copy of AWS' page; that one and
 * those of the other services with what public repositories say of them. No account was asked: before
 * a quota is asked for, `aws service-quotas get-aws-default-service-quota` shows it.
 */
export const SERVICE_QUOTAS = {
  "on-demand-standard": {
    service: "ec2",
    code: "L-1216C47A",
    name: "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances",
    unit: VCPUS,
    newAccount: 5,
  },
  "on-demand-g": {
    service: "ec2",
    code: "L-DB2E81BA",
    name: "Running On-Demand G and VT instances",
    unit: VCPUS,
    newAccount: 0,
  },
  "on-demand-p": {
    service: "ec2",
    code: "L-417A185B",
    name: "Running On-Demand P instances",
    unit: VCPUS,
    newAccount: 0,
  },
  "spot-standard": {
    service: "ec2",
    code: "L-34B43A08",
    name: "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests",
    unit: VCPUS,
    newAccount: 5,
  },
  "spot-g": {
    service: "ec2",
    code: "L-3819A6DF",
    name: "All G and VT Spot Instance Requests",
    unit: VCPUS,
    newAccount: 0,
  },
  "spot-p4": {
    service: "ec2",
    code: "L-7212CCBC",
    name: "All P4, P3 and P2 Spot Instance Requests",
    unit: VCPUS,
    newAccount: 0,
  },
  "spot-p5": {
    service: "ec2",
    code: "L-C4BD4855",
    name: "All P5 Spot Instance Requests",
    unit: VCPUS,
    newAccount: 0,
  },
  "gp3-storage": {
    service: "ebs",
    code: "L-7A658B76",
    name: "Storage for General Purpose SSD (gp3) volumes, in TiB",
    unit: "TiB",
    newAccount: 50,
  },
  "node-groups": {
    service: "eks",
    code: "L-6D54EA21",
    name: "Managed node groups per cluster",
    unit: "node groups",
    newAccount: 30,
  },
  "nodes-per-group": {
    service: "eks",
    code: "L-BD136A63",
    name: "Nodes per managed node group",
    unit: "nodes",
    newAccount: 450,
  },
  "auto-scaling-groups": {
    service: "autoscaling",
    code: "L-CDE20ADC",
    name: "Auto Scaling groups per region",
    unit: "groups",
    newAccount: 500,
  },
  "network-interfaces": {
    service: "vpc",
    code: "L-DF5E4CA3",
    name: "Network interfaces per Region",
    unit: "interfaces",
    newAccount: 5_000,
  },
} as const satisfies Record<string, ServiceQuota>;
export type QuotaId = keyof typeof SERVICE_QUOTAS;

/** Instance families by the first letters of a type, and the quotas that their vCPUs count in. */
const FAMILIES: readonly (readonly [types: RegExp, onDemand: QuotaId, spot: QuotaId])[] = [
  [/^(g|vt)[0-9]/, "on-demand-g", "spot-g"],
  [/^p[0-4]/, "on-demand-p", "spot-p4"],
  [/^p[0-9]/, "on-demand-p", "spot-p5"],
  [/^[acdhimrtz][0-9]/, "on-demand-standard", "spot-standard"],
];

/** Quota that an instance type's vCPUs count in; undefined: a family that is not known here. */
export function quotaOfType(type: string, capacity: "on-demand" | "spot"): QuotaId | undefined {
  const [, onDemand, spot] = FAMILIES.find(([types]) => types.test(type)) ?? [];
  return capacity === "spot" ? spot : onDemand;
}
