import https from "node:https";
import { KubeConfig } from "@kubernetes/client-node";
import type { Server } from "../cli/doctor/run";
import type { TextAnswer } from "../runtime/kubectl";

const TIMEOUT_MS = 10_000;

/** The testbed's API server over connections that stay: a kubectl for each list would take most of the time. */
export function apiServer(kubeconfig: string): Server {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const server = config.getCurrentCluster()?.server ?? "";
  const agent = new https.Agent({ keepAlive: true });
  const getText = async (path: string): Promise<TextAnswer> => {
    const options: https.RequestOptions = {};
    await config.applyToHTTPSOptions(options);
    return new Promise((resolve) => {
      const { ca, cert, key, headers } = options;
      const tls = { ca, cert, key, headers, timeout: TIMEOUT_MS, agent };
      const request = https.get(`${server}${path}`, tls, (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("end", () => {
          const text = Buffer.concat(parts).toString("utf8");
          resolve(
            response.statusCode === 200 ? { text } : { failure: `status ${response.statusCode}` },
          );
        });
      });
      request.on("timeout", () => request.destroy(new Error("no answer")));
      request.on("error", ({ message }) => resolve({ failure: message }));
    });
  };
  return {
    getText,
    get: async (path) => {
      const answer = await getText(path);
      if ("failure" in answer) return answer;
      const json: unknown = JSON.parse(answer.text);
      return { json };
    },
  };
}
