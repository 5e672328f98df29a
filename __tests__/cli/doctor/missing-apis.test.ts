import { examine } from "../../../cli/doctor/examine";
import { examinationOf } from "../../support/doctor";
import { specOf } from "../../support/synth";

const revision = {
  apiVersion: "v1",
  kind: "Secret",
  metadata: {
    name: "sh.helm.release.v1.keda.v1",
    namespace: "keda",
    labels: { owner: "helm", name: "keda", status: "deployed", version: "1" },
  },
  type: "helm.sh/release.v1",
};
const unserved = { unservedKinds: new Set(["ScaledObject"]) };

test("a definition that was deleted by hand leads to an install, not back to an apply that does nothing", () => {
  const [found, ...others] = examine(examinationOf([revision], undefined, unserved));
  expect(others).toEqual([]);
  expect(found).toMatchObject({
    id: "api-missing",
    object: "CustomResourceDefinition scaledobjects.keda.sh",
    command: "helm --kube-context c -n keda rollback keda 1",
  });
  const of = examine(examinationOf([revision], specOf("local"), unserved));
  expect(of.find(({ id }) => id === "api-missing")?.command).toBe(
    "kubectl --context c -n keda delete secret -l owner=helm,name=keda && npm run deploy -- local",
  );
});

test("a kind whose chart is not installed, or is being installed, is no finding", () => {
  expect(examine(examinationOf([], undefined, unserved))).toEqual([]);
  const labels = { ...revision.metadata.labels, status: "pending-install" };
  const pending = { ...revision, metadata: { ...revision.metadata, labels } };
  const ids = examine(examinationOf([pending], undefined, unserved)).map(({ id }) => id);
  expect(ids).not.toContain("api-missing");
});
