/** What environments in Terraform Cloud share; each has a project and an execution mode of its own. */
export const terraformCloud = {
  kind: "terraform-cloud",
  hostname: "app.terraform.io",
  organization: "fluxibri",
  terraformVersion: "1.11.4",
  runs: { triggers: true, healthAssessments: false },
} as const;
