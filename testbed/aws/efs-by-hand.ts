import { z } from "zod";
import { type MotoClient, signature } from "./moto-client";

const systems = z.object({ FileSystems: z.array(z.object({ FileSystemId: z.string() })) });
const targets = z.object({
  MountTargets: z.array(z.object({ MountTargetId: z.string(), SubnetId: z.string() })),
});
const target = z.object({ MountTargetId: z.string() });

/** Changes of the one file system by hand, past Terraform. */
export class EfsByHand {
  constructor(private readonly moto: MotoClient) {}

  /** Mount targets by their subnets. */
  async mountTargets(): Promise<ReadonlyMap<string, string>> {
    const id = await this.fileSystem();
    const { MountTargets } = targets.parse(await this.ask(`mount-targets?FileSystemId=${id}`));
    return new Map(MountTargets.map(({ MountTargetId, SubnetId }) => [SubnetId, MountTargetId]));
  }

  async removeMountTarget(id: string): Promise<void> {
    await this.ask(`mount-targets/${id}`, "DELETE");
  }

  /** @returns id of the mount target */
  async addMountTarget(subnet: string): Promise<string> {
    const body = { FileSystemId: await this.fileSystem(), SubnetId: subnet };
    return target.parse(await this.ask("mount-targets", "POST", body)).MountTargetId;
  }

  /** Replaces the file system policy. */
  async putPolicy(policy: object): Promise<void> {
    const path = `file-systems/${await this.fileSystem()}/policy`;
    await this.ask(path, "PUT", { Policy: JSON.stringify(policy) });
  }

  private async fileSystem(): Promise<string> {
    const [first] = systems.parse(await this.ask("file-systems")).FileSystems;
    if (first === undefined) throw new Error("there is no file system");
    return first.FileSystemId;
  }

  private async ask(path: string, method = "GET", body?: object): Promise<unknown> {
    const response = await fetch(`${this.moto.address}/2015-02-01/${path}`, {
      method,
      headers: { authorization: signature("elasticfilesystem") },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === "" ? {} : JSON.parse(text);
  }
}
