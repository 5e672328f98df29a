import { randomUUID } from "node:crypto";
import { AwsError } from "../exchange";
import { ACCOUNT, REGION } from "../moto-client";
import { createAddon, createAssociation } from "./documents";
import { parsed } from "./node-groups";

type Document = Record<string, unknown> & { tags: Record<string, string> };

/** Add-ons: https://docs.aws.amazon.com/eks/latest/APIReference/API_Addon.html */
export class Addons {
  private readonly all = new Map<string, Document>();

  constructor(private readonly cluster: string) {}

  create(body: unknown): object {
    const { addonName, addonVersion = "v1.3.0-eksbuild.1", ...rest } = parsed(createAddon, body);
    if (this.all.has(addonName)) {
      throw new AwsError("ResourceInUseException", "Addon already exists.", 409);
    }
    const now = Math.floor(Date.now() / 1000);
    this.all.set(addonName, {
      ...rest,
      addonName,
      addonVersion,
      clusterName: this.cluster,
      status: "ACTIVE",
      addonArn: `arn:aws:eks:${REGION}:${ACCOUNT}:addon/${this.cluster}/${addonName}/${randomUUID()}`,
      createdAt: now,
      modifiedAt: now,
      health: { issues: [] },
    });
    return this.describe(addonName);
  }

  describe(name: string): object {
    return { addon: this.existing(name) };
  }

  update(name: string, body: unknown): void {
    const changed = parsed(createAddon.partial(), body);
    this.all.set(name, { ...this.existing(name), ...changed, tags: this.existing(name).tags });
  }

  delete(name: string): object {
    const described = this.describe(name);
    this.all.delete(name);
    return described;
  }

  tagsOf(arn: string): Record<string, string> | undefined {
    return [...this.all.values()].find(({ addonArn }) => addonArn === arn)?.tags;
  }

  private existing(name: string): Document {
    const addon = this.all.get(name);
    if (addon !== undefined) return addon;
    const message = `No addon: ${name} found in cluster: ${this.cluster}`;
    throw new AwsError("ResourceNotFoundException", message, 404);
  }
}

/** Pod Identity: https://docs.aws.amazon.com/eks/latest/APIReference/API_PodIdentityAssociation.html */
export class PodIdentityAssociations {
  private readonly all = new Map<string, Document>();

  constructor(private readonly cluster: string) {}

  create(body: unknown): object {
    const asked = parsed(createAssociation, body);
    const taken = [...this.all.values()].some(
      ({ namespace, serviceAccount }) =>
        namespace === asked.namespace && serviceAccount === asked.serviceAccount,
    );
    if (taken) {
      const message = `Association already exists: ${asked.namespace}/${asked.serviceAccount}`;
      throw new AwsError("ResourceInUseException", message, 409);
    }
    const id = `a-${randomUUID().replaceAll("-", "").slice(0, 17)}`;
    const now = Math.floor(Date.now() / 1000);
    this.all.set(id, {
      ...asked,
      associationId: id,
      clusterName: this.cluster,
      associationArn: `arn:aws:eks:${REGION}:${ACCOUNT}:podidentityassociation/${this.cluster}/${id}`,
      createdAt: now,
      modifiedAt: now,
    });
    return this.describe(id);
  }

  describe(id: string): object {
    return { association: this.existing(id) };
  }

  update(id: string, body: unknown): object {
    const { roleArn } = parsed(createAssociation.partial(), body);
    this.all.set(id, { ...this.existing(id), ...(roleArn === undefined ? {} : { roleArn }) });
    return this.describe(id);
  }

  delete(id: string): object {
    const described = this.describe(id);
    this.all.delete(id);
    return described;
  }

  /** Removes what a service account has, as by hand. */
  deleteOf(serviceAccount: string): void {
    for (const [id, association] of this.all) {
      if (association["serviceAccount"] === serviceAccount) this.all.delete(id);
    }
  }

  tagsOf(arn: string): Record<string, string> | undefined {
    return [...this.all.values()].find(({ associationArn }) => associationArn === arn)?.tags;
  }

  private existing(id: string): Document {
    const association = this.all.get(id);
    if (association !== undefined) return association;
    const message = `The association ID provided does not exist: ${id}`;
    throw new AwsError("ResourceNotFoundException", message, 404);
  }
}
