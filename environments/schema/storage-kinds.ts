import { z } from "zod";
import type { ClusterSpec } from "./cluster";
import { dnsLabel } from "./common";
import { host, hostPort } from "./hosts";

/** What is true of a kind of storage outside of the module that makes it. */
interface StorageFacts<S extends z.ZodObject> {
  /** Its claims can be ReadWriteMany; otherwise it is the fallback `nodeLocalVolumes`. */
  readonly shared: boolean;
  /**
   * The only kind of cluster that can mount it, and why.
   *
   * @default every kind
   */
  readonly only?: { readonly cluster: ClusterSpec["kind"]; readonly because: string };
  /**
   * Keys whose value no two environments have in common: `npm run new-environment` derives one.
   *
   * @default none
   */
  readonly unique?: readonly (keyof z.output<S> & string)[];
  /**
   * What a person has to make, or to decide, before a new environment can be deployed.
   *
   * @default nothing
   */
  readonly toDecide?: (storage: z.output<S>) => string;
}

/** A kind of storage: its data, and what follows from it. */
function storageKind<S extends z.ZodObject>(
  schema: S,
  { toDecide, ...facts }: StorageFacts<S>,
): {
  readonly schema: S;
  readonly facts: Omit<StorageFacts<z.ZodObject>, "toDecide" | "unique"> & {
    readonly unique?: readonly string[];
    readonly toDecide: (storage: unknown) => readonly string[];
  };
} {
  return {
    schema,
    facts: {
      ...facts,
      toDecide: (storage) => (toDecide === undefined ? [] : [toDecide(schema.parse(storage))]),
    },
  };
}

const className = dnsLabel;

const efs = storageKind(
  z.strictObject({
    kind: z.literal("efs"),
    className,
    /**
     * Name of the file system, and beginning of the names of what belongs to it in AWS. Its creation
     * token, so another name is another, empty file system.
     * https://docs.aws.amazon.com/efs/latest/ug/API_CreateFileSystem.html
     */
    name: z
      .string()
      .max(64)
      .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, "must be a-z, 0-9 and '-', at most 64"),
    throughputMode: z.enum(["elastic", "bursting"]),
    /** Days until unread files move to Infrequent Access. */
    infrequentAccessAfterDays: z.union([7, 14, 30, 60, 90].map((days) => z.literal(days))),
    /** Version of the EKS add-on aws-efs-csi-driver, e.g. `v3.1.0-eksbuild.1`. */
    csiAddonVersion: z
      .string()
      .regex(
        /^v[0-9]+\.[0-9]+\.[0-9]+-eksbuild\.[0-9]+$/,
        'must be a version of the EKS add-on, e.g. "v2.1.0-eksbuild.1"',
      ),
  }),
  {
    shared: true,
    only: { cluster: "eks", because: "EFS is mounted from an AWS network" },
    unique: ["name"],
  },
);

const nfs = storageKind(
  z.strictObject({
    kind: z.literal("nfs"),
    className,
    /** Host name or address of the NFS server, as the nodes reach it. */
    server: host,
    /** Exported path; every claim becomes one directory below it. */
    share: z.string().startsWith("/"),
    mountOptions: z.array(z.string().min(1)),
  }),
  {
    shared: true,
    // Claims of two environments would be the same directories.
    unique: ["share"],
    toDecide: ({ server, share }) => `${server} must export ${share} to its nodes (no_root_squash)`,
  },
);

const cephfs = storageKind(
  z.strictObject({
    kind: z.literal("cephfs"),
    className,
    /** fsid of the existing Ceph cluster. */
    clusterId: z.uuid(),
    fsName: z.string().min(1),
    /** Monitor addresses, `host:port`. */
    monitors: z.array(hostPort).min(1),
    /** Secret (userID, userKey; ceph-csi 3.17 reads adminID and adminKey as well, and warns) for provisioning, attaching and mounting; owned by the people who run Ceph. */
    secret: z.strictObject({ name: dnsLabel, namespace: dnsLabel }),
  }),
  { shared: true, toDecide: () => "storage: the Ceph file system is still the other's" },
);

const nodeLocal = storageKind(
  z.strictObject({
    kind: z.literal("node-local"),
    className,
    /** Provisioner that the cluster runs: k3s, k3d and kind ship `rancher.io/local-path`. */
    provisioner: z.string().min(1),
  }),
  { shared: false },
);

/** Every kind of storage; `modules/rwm-storage` has what makes it. */
const KINDS = { efs, nfs, cephfs, "node-local": nodeLocal } as const;

/** Where the claims of the workload live. */
export const storage = z.discriminatedUnion("kind", [
  efs.schema,
  nfs.schema,
  cephfs.schema,
  nodeLocal.schema,
]);
export type StorageSpec = z.output<typeof storage>;
export type StorageOf<K extends StorageSpec["kind"]> = Extract<StorageSpec, { kind: K }>;

/** What is true of a kind of storage. */
export function storageFacts(kind: StorageSpec["kind"]): (typeof efs)["facts"] {
  return KINDS[kind].facts;
}

/** Kinds that a cluster of a kind can have, quoted, for a fix: `"nfs" or "cephfs"`. */
export function storageChoices(
  cluster: ClusterSpec["kind"],
  only: Pick<Partial<StorageFacts<z.ZodObject>>, "shared"> = {},
): string {
  const names = Object.entries(KINDS)
    .filter(([, { facts }]) => (facts.only?.cluster ?? cluster) === cluster)
    .filter(([, { facts }]) => only.shared === undefined || facts.shared === only.shared)
    .map(([name]) => `"${name}"`);
  return new Intl.ListFormat("en-GB", { type: "disjunction" }).format(names);
}
