import { loadEnvironments } from "../../../environments";
import { AWS_ACTIONS } from "../../../environments/facts/aws-actions";
import { ENVIRONMENT_NAMES } from "../../../environments/schema";
import { callsNotAllowed } from "../../../cli/policy/calls";
import { awsTypes, policyContext } from "../../../cli/policy/context";
import { LONGEST_POLICY, policiesOf, sizeOf, type Statement } from "../../../cli/policy/documents";
import { changedSpec } from "../../support/changed-spec";
import { eks } from "../../support/pools";
import { specOf, synthesize } from "../../support/synth";

const stacks = Object.values(synthesize(specOf("production")));
const types = awsTypes(stacks);
const context = policyContext(eks(), stacks);
const policies = policiesOf(types, context);
const applied = policies.apply.flatMap(({ Statement }) => Statement);

function statementsWith(action: string): readonly Statement[] {
  return applied.filter(({ Action }) => Action.includes(action));
}

const eksEnvironments = loadEnvironments(ENVIRONMENT_NAMES, {})
  .filter(({ cluster }) => cluster.kind === "eks")
  .map(({ name }) => name);

test.each(eksEnvironments)("every type of AWS that %s is made of has its actions", (name) => {
  const made = awsTypes(Object.values(synthesize(specOf(name))));
  expect(made.length).toBeGreaterThan(10);
  expect(made.filter((type) => AWS_ACTIONS[type] === undefined)).toEqual([]);
});

test("a type whose actions are not known is named, all at once", () => {
  expect(() => policiesOf([...types, "aws_s3_bucket", "data.aws_vpc"], context)).toThrow(
    /aws_s3_bucket[\s\S]*data\.aws_vpc/,
  );
});

test("no actions are kept of types that nothing is made of", () => {
  expect(Object.keys(AWS_ACTIONS).filter((type) => !types.includes(type))).toEqual([]);
});

test.each(Object.entries(AWS_ACTIONS))(
  "the actions of %s are well-formed, its reads read",
  (_type, actions) => {
    const changes = Object.values(actions.changes).flat();
    for (const action of [...actions.reads, ...changes]) {
      expect(action).toMatch(/^(autoscaling|ec2|eks|elasticfilesystem|iam):[A-Z][A-Za-z]+$/);
    }
    expect(actions.reads.filter((action) => !/:(Describe|Get|List)/.test(action))).toEqual([]);
    expect(changes.filter((action) => /:(Describe|Get|List)/.test(action))).toEqual([]);
  },
);

test("a plan may change nothing", () => {
  expect(policies.plan.Statement).toHaveLength(1);
  const actions = policies.plan.Statement[0]?.Action ?? [];
  expect(actions).toContain("eks:DescribeCluster");
  expect(actions.filter((action) => !/:(Describe|Get|List)/.test(action))).toEqual([]);
});

// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticfilesystem.html
test("a file system is made by its tag: the action has no resource that an ARN could name", () => {
  expect(statementsWith("elasticfilesystem:CreateFileSystem")).toEqual([
    expect.objectContaining({
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestTag/environment": "production" } },
    }),
  ]);
});

test("roles are passed by name, and to the services that take them only", () => {
  expect(statementsWith("iam:PassRole")).toEqual([
    expect.objectContaining({
      Resource: ["arn:aws:iam::*:role/fluxibri-production-nodes"],
      Condition: {
        StringEquals: { "iam:PassedToService": ["ec2.amazonaws.com", "eks.amazonaws.com"] },
      },
    }),
    expect.objectContaining({
      Resource: [
        "arn:aws:iam::*:role/fluxibri-production-cluster-autoscaler",
        "arn:aws:iam::*:role/fluxibri-production-efs-csi",
      ],
      Condition: { StringEquals: { "iam:PassedToService": "pods.eks.amazonaws.com" } },
    }),
  ]);
});

test("policies are attached to the environment's own roles, and only those that it attaches", () => {
  const [attach] = statementsWith("iam:AttachRolePolicy");
  expect(attach?.Resource).toHaveLength(3);
  expect(attach?.Condition?.["ArnEquals"]?.["iam:PolicyARN"]).toEqual([
    "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
    "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
    "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
    "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    "arn:aws:iam::aws:policy/service-role/AmazonEFSCSIDriverPolicy",
  ]);
});

test("nothing is changed everywhere: each statement names resources, or a condition does", () => {
  for (const { Sid, Resource, Condition } of applied) {
    expect([Sid, Resource === "*" && Condition === undefined]).toEqual([Sid, false]);
    expect(Array.isArray(Resource) ? Resource.length : 1).toBeGreaterThan(0);
  }
  expect(new Set(applied.map(({ Sid }) => Sid)).size).toBe(applied.length);
  for (const { Sid } of applied) expect(Sid).toMatch(/^[A-Za-z0-9]+$/);
});

test("service-linked roles are those of node groups, their Auto Scaling groups and EFS", () => {
  const services = statementsWith("iam:CreateServiceLinkedRole").map(
    ({ Condition }) => Condition?.["StringEquals"]?.["iam:AWSServiceName"],
  );
  expect(services).toEqual([
    "autoscaling.amazonaws.com",
    "eks-nodegroup.amazonaws.com",
    "elasticfilesystem.amazonaws.com",
  ]);
});

test("no document is larger than IAM takes, and what does not fit goes into the next", () => {
  for (const document of [policies.plan, ...policies.apply]) {
    expect(sizeOf(document)).toBeLessThanOrEqual(LONGEST_POLICY);
  }
  const roles = Array.from({ length: 60 }, (_, index) => `a-role-with-a-long-name-${index}`);
  const larger = policiesOf(types, { ...context, roles, nodeRoles: roles });
  expect(larger.apply.length).toBeGreaterThan(policies.apply.length);
  for (const document of larger.apply) expect(sizeOf(document)).toBeLessThanOrEqual(LONGEST_POLICY);
  expect(larger.apply.flatMap(({ Statement }) => Statement)).toHaveLength(applied.length);
});

test("account, partition and Spot come from the data", () => {
  const spec = changedSpec(specOf("production"), {
    "cluster.accountId": "111122223333",
    "cluster.region": "cn-north-1",
  });
  if (spec.cluster.kind !== "eks") throw new Error("production is not EKS");
  const pools = spec.cluster.pools.map((pool) => ({ ...pool, capacityType: "spot" as const }));
  const text = JSON.stringify(
    policiesOf(types, policyContext({ ...spec.cluster, pools }, stacks)).apply,
  );
  expect(text).toContain("arn:aws-cn:eks:cn-north-1:111122223333:nodegroup/fluxibri-production/*");
  expect(text).toContain("role/aws-service-role/spot.amazonaws.com/*");
  expect(text).not.toContain("arn:aws:eks");
});

test("calls that no policy allows are named, each once; who one is may always be asked", () => {
  const calls = [
    { service: "sts", action: "GetCallerIdentity" },
    { service: "eks", action: "CreateNodegroup" },
    { service: "ec2", action: "DescribeSubnets" },
    { service: "eks", action: "DeleteCluster" },
    { service: "eks", action: "DeleteCluster" },
  ];
  expect(callsNotAllowed(calls, policies)).toEqual(["eks:DeleteCluster"]);
});
