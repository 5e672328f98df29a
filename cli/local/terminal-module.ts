import { existsSync } from "node:fs";
import path from "node:path";
import { projectFile } from "../../environments/project";
import { CommandFailure } from "../../runtime/failure";

const MODULE = "node_modules/@cdktf/node-pty-prebuilt-multiarch";

/**
 * The CDKTF CLI starts Terraform in a terminal, by a compiled module that its package brings for each
 * ABI of Node. The last release, 0.10.2, has none for Node 24 (ABI 137): the CLI ends in a stack trace
 * before it reads its arguments.
 *
 * @param abi @default this Node's
 * @throws CommandFailure when there is none for it
 */
export function requireTerminalModule(
  abi: string = process.versions.modules,
  folder: string = projectFile(MODULE),
): void {
  const prebuilt = path.join(folder, "prebuilds", `${process.platform}-${process.arch}`);
  const files = [
    path.join(prebuilt, `node.abi${abi}.node`),
    path.join(prebuilt, `node.abi${abi}.musl.node`),
    path.join(folder, "build", "Release", "pty.node"),
  ];
  if (files.some((file) => existsSync(file))) return;
  throw new CommandFailure(
    `the CDKTF CLI, which deploys here, has no terminal module for Node ${process.versions.node} (ABI ${abi})`,
    "run npm run local with Node 20 or 22; or npm run local -- --without-deploy, then npm run deploy -- local with its kubeconfig, which needs no such module",
  );
}
