import path from "node:path";
import { examine } from "../../../cli/doctor/examine";
import { examinationOf } from "../../support/doctor";
import { specOf } from "../../support/synth";

const revision = (version: number, status: string) => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: {
    name: `sh.helm.release.v1.keda.v${version}`,
    namespace: "keda",
    labels: { owner: "helm", name: "keda", status, version: String(version) },
  },
  type: "helm.sh/release.v1",
});

const commandOf = (revisions: readonly ReturnType<typeof revision>[], environment?: "local") =>
  examine(examinationOf(revisions, environment && specOf(environment))).find(
    ({ id }) => id === "release-failed",
  )?.command;

test("a failed release of nobody's code goes back to the revision that was good, by its number", () => {
  expect(
    commandOf([revision(1, "superseded"), revision(2, "superseded"), revision(3, "failed")]),
  ).toBe("helm --kube-context c -n keda rollback keda 2");
});

test("the way back is for any folder: it names the kubeconfig whole", () => {
  const revisions = [revision(1, "superseded"), revision(2, "failed")];
  const access = { kubeconfig: "own/config", context: "c d" };
  const [found] = examine({ ...examinationOf(revisions), access });
  expect(found?.command).toBe(
    `helm --kubeconfig ${path.resolve("own/config")} --kube-context 'c d' -n keda rollback keda 1`,
  );
});

test("a first revision that failed has none to go back to: its status is shown", () => {
  expect(commandOf([revision(1, "failed")])).toBe("helm --kube-context c -n keda status keda");
});

test("a failed release of an environment is applied again", () => {
  expect(commandOf([revision(1, "superseded"), revision(2, "failed")], "local")).toBe(
    "npm run deploy -- local",
  );
});
