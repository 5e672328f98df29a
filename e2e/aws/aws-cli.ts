import { z } from "zod";
import type { AskAws } from "../../cli/doctor/aws";

const answers = z.record(z.string(), z.unknown());
const SCOPE = "Credential=stand-in/20260101/eu-central-1/eks/aws4_request";

/** The aws CLI's calls of EKS, at the stand-in. */
export function cliAt(address: string): AskAws {
  return async (args) => {
    const [service, operation] = args;
    const option = (name: string) => encodeURIComponent(args[args.indexOf(name) + 1] ?? "");
    const groups = `/clusters/${option("--cluster-name")}/node-groups`;
    const paths: Readonly<Record<string, string>> = {
      "list-nodegroups": groups,
      "describe-nodegroup": `${groups}/${option("--nodegroup-name")}`,
    };
    const path = service === "eks" ? paths[operation ?? ""] : undefined;
    if (path === undefined) return { failure: `not here: aws ${args.join(" ")}` };
    const response = await fetch(`${address}${path}`, {
      headers: { authorization: `AWS4-HMAC-SHA256 ${SCOPE}, SignedHeaders=host, Signature=none` },
    });
    const json = answers.parse(await response.json());
    if (response.ok) return { json };
    const code = response.headers.get("x-amzn-errortype") ?? "Unknown";
    return { failure: `An error occurred (${code}): ${String(json["message"])}` };
  };
}
