import { changedSpec } from "../support/changed-spec";
import { specOf, synthesize } from "../support/synth";

const production = specOf("production");
const stacks = synthesize(production);

/** The aws provider of every stack that has one. */
function providers(json: typeof stacks): readonly unknown[] {
  return Object.values(json).flatMap(({ provider }) => provider?.["aws"] ?? []);
}

/** Trust policies that name a service, with their conditions. */
function trusts(json: typeof stacks): readonly Record<string, unknown>[] {
  return Object.values(json)
    .flatMap(({ data }) => Object.values(data?.["aws_iam_policy_document"] ?? {}))
    .flatMap(({ statement }) => (Array.isArray(statement) ? statement : []))
    .filter((each: Record<string, unknown>) => each["principals"] !== undefined);
}

test("credentials of another account end a run before it asks for anything", () => {
  const spec = changedSpec(production, { "cluster.accountId": "111122223333" });
  const found = providers(synthesize(spec));
  expect(found).toHaveLength(providers(stacks).length);
  expect(found.length).toBeGreaterThan(1);
  for (const provider of found) {
    expect(provider).toMatchObject({ allowed_account_ids: ["111122223333"] });
  }
});

test("without an account in the data no account is guessed", () => {
  expect(JSON.stringify(providers(stacks))).not.toContain("allowed_account_ids");
});

test.each(["cn-north-1", "us-gov-west-1"])(
  "no ARN of %s begins with the partition of other regions",
  (region) => {
    const pools = production.cluster.kind === "eks" ? production.cluster.pools : [];
    const spec = changedSpec(production, {
      "cluster.region": region,
      "cluster.pools": pools.map(({ zones: _, ...pool }) => pool),
    });
    const text = JSON.stringify(synthesize(spec));
    expect(text).not.toContain("arn:aws:");
    expect(text.match(/arn:aws-(cn|us-gov):iam::aws:policy\//g)).toHaveLength(5);
  },
);

test("a role of a pod is for one service account of this cluster alone", () => {
  const forPods = trusts(stacks).filter((each) =>
    JSON.stringify(each).includes("pods.eks.amazonaws.com"),
  );
  expect(forPods).toHaveLength(2);
  const accounts = forPods.map(({ condition }) => condition);
  for (const serviceAccount of ["cluster-autoscaler", "efs-csi-controller-sa"]) {
    expect(accounts).toContainEqual(
      [
        ["eks-cluster-arn", "${data.aws_eks_cluster.eks-cluster.arn}"],
        ["kubernetes-namespace", "kube-system"],
        ["kubernetes-service-account", serviceAccount],
      ].map(([tag, value]) => ({
        test: "StringEquals",
        variable: `aws:RequestTag/${tag}`,
        values: [value],
      })),
    );
  }
});
