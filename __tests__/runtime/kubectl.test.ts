import path from "node:path";
import { clusterOptions, kubectlGet } from "../../runtime/kubectl";
import { temporaryFolder, writeProgram } from "../support/temporary-folder";

const PATH = process.env["PATH"];
afterEach(() => {
  process.env["PATH"] = PATH;
});

/** In place of kubectl, which may be another version, or missing. */
function kubectlIs(lines: string): void {
  const folder = temporaryFolder();
  writeProgram(folder, "kubectl", lines);
  process.env["PATH"] = `${folder}${path.delimiter}${PATH}`;
}

const cluster = { kubeconfig: "/some/kubeconfig", context: "here" };

test("a kubeconfig without credentials is an answer: kubectl's question for a user name finds no input", async () => {
  kubectlIs(
    'printf "Please enter Username: " >&2; read name || { echo "error: EOF" >&2; exit 1; }',
  );
  const answer = await kubectlGet(cluster)("/version");
  expect(answer).toEqual({ failure: "Please enter Username: error: EOF" });
});

test("a failure is the last of kubectl's words; without any, its status", async () => {
  kubectlIs('echo "a warning" >&2; echo "Unable to connect" >&2; exit 1');
  expect(await kubectlGet(cluster)("/version")).toEqual({ failure: "Unable to connect" });
  kubectlIs("exit 3");
  expect(await kubectlGet(cluster)("/version")).toEqual({
    failure: "kubectl exited with status 3",
  });
});

test("without kubectl the failure says so", async () => {
  process.env["PATH"] = temporaryFolder();
  expect(await kubectlGet(cluster)("/version")).toEqual({ failure: "kubectl is not there" });
});

test("kubectl is given the cluster and the path, and its answer is read", async () => {
  kubectlIs('printf \'{"said": "%s"}\' "$*"');
  expect(await kubectlGet(cluster)("/version")).toEqual({
    json: {
      said: "--kubeconfig /some/kubeconfig --context here --request-timeout 30s get --raw /version",
    },
  });
  expect(clusterOptions({ kubeconfig: undefined, context: "here" })).toEqual(["--context", "here"]);
});
