import { readFileSync } from "node:fs";
import type { KubernetesObject, V1ConfigMap } from "@kubernetes/client-node";
import { z } from "zod";
import { projectFile } from "../../environments/project";
import type { ClusterClient } from "../../runtime/cluster-client";

/** Both passes of a copy: one while the files are in use, one without writers. */
const PASSES = ["first", "final"] as const;
export type Pass = (typeof PASSES)[number];

/** What copy.sh reports of a pass. */
export const passReport = z.object({
  pass: z.enum(PASSES),
  files: z.int(),
  copied: z.int(),
  bytes: z.int(),
  changed: z.int(),
  removed: z.int(),
  skipped: z.int(),
  failed: z.int(),
  fingerprint: z.string(),
});

const copyResult = passReport.extend({
  /** When it was written down, RFC 3339. */
  at: z.string(),
});
/** A pass that is done. */
export type CopyResult = z.output<typeof copyResult>;

const journal = z.object({
  /** Passes that are done, by claim. */
  copies: z.record(
    z.string(),
    z.object({ first: copyResult.optional(), final: copyResult.optional() }),
  ),
  /** Set while the workload is stopped. */
  stopped: z
    .object({
      /** Since when there are no writers, RFC 3339; absent while pods are still ending. */
      at: z.string().optional(),
      /** Replicas before, by Deployment. */
      replicas: z.record(z.string(), z.int()),
    })
    .optional(),
});
/** What a migration has come to that no other object tells. */
export type MigrationJournal = z.output<typeof journal>;

/** Name of the ConfigMap that holds the journal and the script. */
export const JOURNAL = "migrate-claims";
/** Label of everything that a migration makes, and takes away at its end. */
export const OWNER_LABEL = { "app.kubernetes.io/managed-by": "migrate-claims" } as const;

const ENTRY = "journal.json";
/** Entry with the script, and its file name where it is mounted. */
export const SCRIPT = "copy.sh";

/**
 * The journal is kept in the cluster, so that any machine can go on with the
 * migration. It has an object of its own: what others than Terraform write on
 * Deployments and claims is taken off by the next apply.
 */
export class JournalStore {
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly client: ClusterClient,
    private readonly namespace: string,
  ) {}

  async read(): Promise<MigrationJournal | undefined> {
    const found = await this.client.read<V1ConfigMap & KubernetesObject>(this.reference());
    return found === undefined ? undefined : journal.parse(JSON.parse(found.data?.[ENTRY] ?? "{}"));
  }

  /** Makes the ConfigMap where there is none; the script in it is this project's own. */
  async begin(): Promise<MigrationJournal> {
    const known = await this.read();
    const script = readFileSync(projectFile(`cli/migrate-claims/${SCRIPT}`), "utf8");
    if (known !== undefined) {
      await this.client.merge(this.reference(), { data: { [SCRIPT]: script } });
      return known;
    }
    const empty: MigrationJournal = { copies: {} };
    const { apiVersion, kind, name, namespace } = this.reference();
    const made: V1ConfigMap & KubernetesObject = {
      apiVersion,
      kind,
      metadata: { name, namespace, labels: OWNER_LABEL },
      data: { [SCRIPT]: script, [ENTRY]: JSON.stringify(empty) },
    };
    await this.client.create(made);
    return empty;
  }

  /** Changes it, one change after the other: each finds what the one before has left. */
  update(change: (journal: MigrationJournal) => MigrationJournal): Promise<MigrationJournal> {
    const updated = this.last.then(async () => {
      const changed = change(await this.begin());
      await this.client.merge(this.reference(), { data: { [ENTRY]: JSON.stringify(changed) } });
      return changed;
    });
    this.last = updated.then(
      () => undefined,
      () => undefined,
    );
    return updated;
  }

  async remove(): Promise<void> {
    await this.client.remove(this.reference());
  }

  private reference() {
    return { apiVersion: "v1", kind: "ConfigMap", name: JOURNAL, namespace: this.namespace };
  }
}
