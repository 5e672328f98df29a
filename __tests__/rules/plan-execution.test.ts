import { readPlan } from "../../inventory/plan";
import { terraformBlocks } from "../../inventory/terraform-blocks";
import { buildInventory } from "../../inventory/build";
import { planExecution } from "../../rules/plan-execution";
import { specOf } from "../support/synth";
import { findingsIn } from "./fixture";

const said = (stem: string) =>
  findingsIn("invalid", stem).map(({ object, message }) => `${object} ${message}`);

test.each([
  ["plan-execution", [/data\.external\.who runs a program on the worker while planning/]],
  ["plan-execution-in-a-check", [/data\.http\.out sends what its author likes/]],
  [
    "plan-execution-required-provider",
    [
      /required_providers\.external is hashicorp\/external, no provider of this project/,
      /required_providers\.kubernetes is registry\.example\.com\/someone\/kubernetes/,
      /required_providers\.aws is someone\/aws/,
    ],
  ],
  [
    "plan-execution-provisioner",
    [
      /null_resource\.x has a provisioner \(local-exec\)/,
      /terraform_data\.y has a provisioner \(remote-exec\)/,
      /terraform_data\.y has a connection/,
    ],
  ],
  [
    "plan-execution-exec",
    [/provider\.kubernetes sets exec of kubernetes/, /provider\.helm sets exec of helm/],
  ],
  [
    "plan-execution-token-elsewhere",
    [
      /provider\.kubernetes sends its token to https:\/\/api\.example\.com/,
      /provider\.aws sets endpoints of aws/,
    ],
  ],
  [
    "plan-execution-reads",
    [
      /data\.aws_lambda_invocation\.x starts a function/,
      /data\.kubernetes_secret_v1\.s is no data source of this project/,
      /data\.aws_ssm_parameter\.p is no data source/,
      /ephemeral\.kubernetes_token_request_v1\.t is no ephemeral resource/,
    ],
  ],
  [
    "plan-execution-function",
    [
      /output\.environ calls file\(\)/,
      /output\.spaced calls templatefile\(\)/,
      /locals\.core calls file\(\)/,
      /locals\.shown calls nonsensitive\(\)/,
    ],
  ],
  [
    "plan-execution-module",
    [/module\.m is a module \(git::/, /action\.\S+ is a block of kind action/],
  ],
  [
    "plan-execution-other-state",
    [
      /backend\.http has its state in http/,
      /terraform_remote_state\.s has its state at \S*fluxibri-staging-platform/,
      /terraform_remote_state\.h has its state in http/,
    ],
  ],
  [
    "plan-execution-repository",
    [/helm_release\.keda fetches its chart/, /helm_release\.rendered has a postrender/],
  ],
  [
    "plan-execution-chart",
    [
      /helm_release\.address fetches its chart/,
      /helm_release\.folder fetches its chart/,
      /helm_release\.unpinned fetches its chart/,
    ],
  ],
  [
    "plan-execution-kubeconfig",
    [
      /provider\.kubernetes sets config_path to other\.kubeconfig, which is not production's/,
      /provider\.helm sets config_path to other\.kubeconfig/,
      /provider\.helm sets config_context to other/,
      /provider\.tfe sends its token to tfe\.example\.com/,
    ],
  ],
  [
    "plan-execution-settings",
    [
      /terraform\.encryption sets terraform\.encryption/,
      /terraform_remote_state\.neighbour has its state at \S*fluxibri-production-us-storage/,
    ],
  ],
] as const)("%s is refused for each of its blocks", (stem, messages) => {
  const found = said(stem);
  for (const message of messages) {
    expect(found).toContainEqual(expect.stringMatching(message));
  }
  expect(findingsIn("invalid", stem).map(({ severity }) => severity)).not.toContain("warning");
});

/** As `terraform show -json` prints a plan of a stack with a data source, an exec and a provisioner. */
const PLAN = {
  format_version: "1.2",
  planned_values: { root_module: {} },
  configuration: {
    provider_config: {
      external: { name: "external", full_name: "registry.terraform.io/hashicorp/external" },
      kubernetes: {
        name: "kubernetes",
        full_name: "registry.terraform.io/hashicorp/kubernetes",
        expressions: {
          host: {
            references: [
              "data.aws_eks_cluster.eks-cluster.endpoint",
              "data.aws_eks_cluster.eks-cluster",
            ],
          },
          exec: [{ command: { constant_value: "sh" } }],
        },
      },
    },
    root_module: {
      module_calls: {
        inner: {
          source: "./inner",
          module: {
            resources: [
              {
                address: "terraform_data.x",
                mode: "managed",
                type: "terraform_data",
                provisioners: [{ type: "local-exec" }],
              },
            ],
          },
        },
      },
      resources: [{ address: "data.external.who", mode: "data", type: "external" }],
    },
  },
} as const;

test("a plan as JSON is refused for the same, in its modules too", () => {
  const { inventory } = readPlan({ name: "p", json: PLAN });
  const found = planExecution
    .check(inventory, specOf("production"))
    .map(({ object, message }) => `${object} ${message}`);
  expect(found).toEqual([
    expect.stringMatching(/provider\.external .*no provider of this project/),
    expect.stringMatching(/required_providers\.external is registry\.terraform\.io.*external/),
    expect.stringMatching(/provider\.kubernetes sets exec/),
    expect.stringMatching(/data\.external\.who runs a program/),
    expect.stringMatching(/data\.external\.who .*no provider of this project/),
    expect.stringMatching(/module\.inner\.terraform_data\.x has a provisioner \(local-exec\)/),
  ]);
});

test("a plan of others is warned of what runs programs, and may have other providers", () => {
  const { inventory } = readPlan({ name: "p", json: PLAN });
  const found = planExecution.check(inventory, undefined);
  expect(found.map(({ severity, object }) => `${severity} ${object}`)).toEqual([
    "warning Terraform provider.kubernetes",
    "warning Terraform data.external.who",
    "warning Terraform module.inner.terraform_data.x",
  ]);
});

test("a list in place of a block hides nothing: Terraform takes both", () => {
  const json = { data: [{ external: [{ who: [{ program: ["id"] }, { program: ["id"] }] }] }] };
  const inventory = buildInventory([{ terraformBlocks: terraformBlocks("s", json) }]);
  const found = planExecution.check(inventory, specOf("production"));
  expect(found.filter(({ message }) => message.startsWith("runs a program"))).toHaveLength(2);
});
