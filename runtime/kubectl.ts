import type { ProcessEnd } from "./process/ending";
import { run } from "./process/run";

/** A cluster, as kubectl reaches it. */
export interface ClusterAddress {
  /** Path of a kubeconfig; undefined: kubectl's own choice (KUBECONFIG, ~/.kube/config). */
  readonly kubeconfig: string | undefined;
  /** Context in the kubeconfig. Never the current one by itself: that is how wrong clusters are asked. */
  readonly context: string;
}

/** An answer of the API server, or why there was none. */
export type Answer = { readonly json: unknown } | { readonly failure: string };

/** Asks an API server for a path. */
export type Get = (path: string) => Promise<Answer>;

/** Asks an API server for a path that answers with text, such as a log. */
export type GetText = (path: string) => Promise<TextAnswer>;
export type TextAnswer = { readonly text: string } | { readonly failure: string };

const MOST_BYTES = 256 * 2 ** 20;
const REQUEST_TIMEOUT = "30s";
/** For what stands before the request too: a credential program that a kubeconfig names. */
const TIMEOUT_SECONDS = 60;

/** Options by which kubectl reaches a cluster, and no other. */
export function clusterOptions({ kubeconfig, context }: ClusterAddress): readonly string[] {
  return [
    ...(kubeconfig === undefined ? [] : ["--kubeconfig", kubeconfig]),
    ...["--context", context],
  ];
}

/** Read-only: `kubectl get --raw` sends nothing but GET. */
export function kubectlGet(access: ClusterAddress): Get {
  const get = kubectlGetText(access);
  return async (path) => {
    const answer = await get(path);
    return "failure" in answer ? answer : parsed(answer.text);
  };
}

/** The same for what is no JSON. */
export function kubectlGetText(address: ClusterAddress): GetText {
  const access = [...clusterOptions(address), "--request-timeout", REQUEST_TIMEOUT];
  return async (path) => {
    const ended = await run({
      program: "kubectl",
      args: [...access, "get", "--raw", path],
      mostBytes: MOST_BYTES,
      timeoutSeconds: TIMEOUT_SECONDS,
    });
    return ended.ok ? { text: ended.stdout } : failed(ended);
  };
}

function failed(ended: ProcessEnd): { readonly failure: string } {
  if (ended.how === "missing") return { failure: "kubectl is not there" };
  const said = ended.how === "exit" ? ended.stderr.trim().split("\n").at(-1) : undefined;
  return { failure: said || ended.summary };
}

function parsed(text: string): Answer {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null && !Array.isArray(json)
      ? { json }
      : { failure: "answered no object" };
  } catch {
    return { failure: "answered no JSON" };
  }
}
