import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { projectFile } from "../../environments/project";
import { CommandFailure } from "../failure";
import type { Product } from "./binary";

/**
 * Which providers may be used: `project`, those whose hashes are in the project's
 * lock file, if it has one; `none`, whatever comes, for mirrors and plugin folders
 * that hold builds of their own.
 */
export type ProviderLock = "project" | "none";

/** A provider as a stack asks for it. */
const required = z.object({
  terraform: z.object({
    required_providers: z
      .record(z.string(), z.object({ source: z.string(), version: z.string() }))
      .default({}),
  }),
});

/** Where each product looks for providers that name no host. */
const REGISTRIES: Readonly<Record<Product, string>> = {
  terraform: "registry.terraform.io",
  opentofu: "registry.opentofu.org",
};
const BLOCK = /^provider "([^"]+)" \{\n[^]*?^\}\n/gm;
const VERSION = /^\s*version\s*=\s*"([^"]+)"/m;

/** The project's lock file for a product; each has its own, since their registries sign other files. */
export function lockFile(product: Product): string {
  return `providers/${product}.lock.hcl`;
}

/** `hashicorp/aws` of a product, in full. */
export function providerAddress(product: Product, source: string): string {
  const parts = source.split("/");
  if (parts.length === 3) return source;
  return [REGISTRIES[product], ...(parts.length === 1 ? ["hashicorp"] : []), ...parts].join("/");
}

/** What a stack's folder gets for `init`: the part of the project's lock file that it needs. */
export interface StackLock {
  readonly product: Product;
  readonly lock: ProviderLock;
  /** Folder of the synthesized stack. */
  readonly folder: string;
  /** Content of its cdk.tf.json. */
  readonly json: unknown;
}

/**
 * Writes the lock file of a stack's folder. Without one in the project Terraform
 * keeps its own there.
 *
 * @throws CommandFailure when the project's lock file lacks a provider, or has another version
 */
export function writeStackLock({ product, lock, folder, json }: StackLock): void {
  const target = path.join(folder, ".terraform.lock.hcl");
  if (lock === "none") {
    rmSync(target, { force: true });
    return;
  }
  const file = projectFile(lockFile(product));
  if (existsSync(file)) writeFileSync(target, stackLock(product, readFileSync(file, "utf8"), json));
}

/**
 * The part of a lock file that a stack needs.
 *
 * @throws CommandFailure as {@link writeStackLock}
 */
export function stackLock(product: Product, text: string, json: unknown): string {
  const blocks = new Map([...text.matchAll(BLOCK)].map(([block, name = ""]) => [name, block]));
  const providers = Object.values(required.parse(json).terraform.required_providers);
  return providers
    .map(({ source, version }) => {
      const address = providerAddress(product, source);
      const block = blocks.get(address);
      const locked = block === undefined ? undefined : VERSION.exec(block)?.[1];
      if (block !== undefined && locked === version) return block;
      throw new CommandFailure(
        `${lockFile(product)} has ${locked === undefined ? "no" : `${locked} of`} ${address}, and ${version} is asked for`,
        "node --import tsx scripts/lock-providers.ts, and commit what it wrote",
      );
    })
    .join("\n");
}
