/** Endpoints of the aws provider that the stacks use: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/custom-service-endpoints */
const SERVICES = ["autoscaling", "ec2", "efs", "eks", "iam", "sts"] as const;

/**
 * Content of an `override.tf.json` that has a stack of production applied to
 * another AWS, with its state in a file: Terraform merges it over the stack's own.
 * https://developer.hashicorp.com/terraform/language/files/override
 *
 * @param address of the AWS
 * @param awsVersion constraint of the aws provider. @default the stack's own
 * @param state file of the state. @default in the stack's folder
 */
export function stackOverride(
  address: string,
  awsVersion?: string,
  state = "terraform.tfstate",
): object {
  return {
    terraform: {
      // A backend goes before the stack's `cloud` block.
      backend: { local: { path: state } },
      ...(awsVersion === undefined
        ? {}
        : { required_providers: { aws: { source: "hashicorp/aws", version: awsVersion } } }),
    },
    provider: {
      aws: {
        access_key: "stand-in",
        secret_key: "stand-in",
        skip_metadata_api_check: true,
        endpoints: [Object.fromEntries(SERVICES.map((service) => [service, address]))],
      },
    },
  };
}
