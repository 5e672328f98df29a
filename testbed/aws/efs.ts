import { type HttpAnswer, type AwsRequest, json } from "./exchange";

const FILE_SYSTEMS = "/2015-02-01/file-systems";
const BACKUP_POLICY = new RegExp(`^${FILE_SYSTEMS}/([^/]+)/backup-policy$`);
const POLICY = new RegExp(`^${FILE_SYSTEMS}/([^/]+)/policy$`);
const FILE_SYSTEM = new RegExp(`^${FILE_SYSTEMS}/([^/]+)$`);

/** What moto lacks of EFS: backup policies and changes of a file system. https://docs.aws.amazon.com/efs/latest/ug/api-reference.html */
export class Efs {
  private readonly backups = new Map<string, unknown>();
  private readonly changes = new Map<string, object>();

  /** Whether file systems say that they are the destination of a replication. */
  isReplicated = false;

  /** The API reference's name of what is asked for. */
  actionOf({ method, path }: AwsRequest): string {
    return (
      ACTIONS.find((each) => each.method === method && each.pattern.test(path))?.action ??
      `${method} ${path}`
    );
  }

  /** Undefined: moto has it. */
  answer(request: AwsRequest): HttpAnswer | undefined {
    const { method, path, body } = request;
    const policy = BACKUP_POLICY.exec(path)?.[1];
    if (policy !== undefined) {
      if (method === "PUT") this.backups.set(policy, JSON.parse(body).BackupPolicy);
      return json({ BackupPolicy: this.backups.get(policy) ?? { Status: "DISABLED" } });
    }
    const changed = FILE_SYSTEM.exec(path)?.[1];
    if (changed === undefined || method !== "PUT") return undefined;
    this.changes.set(changed, { ...this.changes.get(changed), ...JSON.parse(body) });
    return json({ FileSystemId: changed, ...this.changes.get(changed) }, 202);
  }

  /** moto's DescribeFileSystems with what has changed since. */
  withChanges({ path, method }: AwsRequest, answer: HttpAnswer): HttpAnswer {
    if (method !== "GET" || path !== FILE_SYSTEMS || answer.status !== 200) return answer;
    const body: { FileSystems: { FileSystemId: string }[] } = JSON.parse(answer.body);
    const merged = body.FileSystems.map((each) => ({
      ...each,
      ...this.changes.get(each.FileSystemId),
      ...(this.isReplicated
        ? { FileSystemProtection: { ReplicationOverwriteProtection: "REPLICATING" } }
        : {}),
    }));
    return { ...answer, body: JSON.stringify({ ...body, FileSystems: merged }) };
  }
}

const ACTIONS = [
  { action: "PutFileSystemPolicy", method: "PUT", pattern: POLICY },
  { action: "DescribeFileSystemPolicy", method: "GET", pattern: POLICY },
  { action: "DeleteFileSystemPolicy", method: "DELETE", pattern: POLICY },
  { action: "PutBackupPolicy", method: "PUT", pattern: BACKUP_POLICY },
  { action: "DescribeBackupPolicy", method: "GET", pattern: BACKUP_POLICY },
  { action: "PutLifecycleConfiguration", method: "PUT", pattern: /\/lifecycle-configuration$/ },
  {
    action: "DescribeLifecycleConfiguration",
    method: "GET",
    pattern: /\/lifecycle-configuration$/,
  },
  { action: "UpdateFileSystem", method: "PUT", pattern: FILE_SYSTEM },
  { action: "DeleteFileSystem", method: "DELETE", pattern: FILE_SYSTEM },
  { action: "CreateFileSystem", method: "POST", pattern: /\/file-systems$/ },
  { action: "DescribeFileSystems", method: "GET", pattern: /\/file-systems$/ },
  {
    action: "ModifyMountTargetSecurityGroups",
    method: "PUT",
    pattern: /\/mount-targets\/[^/]+\/security-groups$/,
  },
  {
    action: "DescribeMountTargetSecurityGroups",
    method: "GET",
    pattern: /\/mount-targets\/[^/]+\/security-groups$/,
  },
  { action: "CreateMountTarget", method: "POST", pattern: /\/mount-targets$/ },
  { action: "DescribeMountTargets", method: "GET", pattern: /\/mount-targets$/ },
  { action: "DeleteMountTarget", method: "DELETE", pattern: /\/mount-targets\/[^/]+$/ },
  { action: "TagResource", method: "POST", pattern: /\/resource-tags\/[^/]+$/ },
  { action: "UntagResource", method: "DELETE", pattern: /\/resource-tags\/[^/]+$/ },
  { action: "ListTagsForResource", method: "GET", pattern: /\/resource-tags\/[^/]+$/ },
] as const;
