import type { Where } from "./where";

const phase = (name: string): Where => ({ by: "phase", name });
const aws = (line: string): Where => ({ by: "aws", line });
const inProject = (line: string): Where => ({ by: "line", line, in: "project" });
const parser = (line: string, because: string): Where => ({ by: "parser", line, because });
const none = (because: string): Where => ({ by: "none", because });

const EKS = "--cluster-name fluxibri-production --region eu-central-1";
const SWITCHES = "environments/local.switches.json";
const OWN_USAGE = none("the usage of the command itself");

/** Commands of the project and of other programs, by their shape. */
export const OTHERS: Readonly<Record<string, Where>> = {
  "npm run check -- --cluster": inProject("npm run check -- --cluster --context testbed"),
  "npm run deploy": OWN_USAGE,
  "npm run deploy -- ENV": phase("crd-removed"),
  "npm run deploy -- ENV --unlock-releases": inProject(
    "npm run deploy -- local --unlock-releases --yes",
  ),
  "npm run deploy -- ENV … …": inProject("npm run deploy -- local platform workload --yes"),
  "npm run deploy -- ENV node-pools": parser(
    "npm run deploy -- production node-pools",
    "no environment of the testbed has node groups",
  ),
  "npm run deploy -- ENV platform": inProject("npm run deploy -- local platform --yes"),
  "npm run deploy -- ENV workload": inProject("npm run deploy -- local workload --yes"),
  "npm run deploy -- ENV --plan": phase("plan-and-deploy"),
  "npm run doctor": OWN_USAGE,
  "npm run doctor -- ENV": phase("doctor"),
  "npm run generate": none("the head of a generated document"),
  "npm run local": none("what makes the testbed that all phases run on"),
  "npm run migrate-claims": phase("migrate-claims"),
  "npm run mirror": parser("npm run mirror -- local", "no registry answers on the testbed"),
  "npm run plan": OWN_USAGE,
  "npm run plan -- ENV": { by: "breakage", name: "network-policy-gone" },
  "npm run rollback": OWN_USAGE,
  "npm run rollback -- ENV": phase("rollback"),
  "npm run rollback -- ENV --image-tag": phase("rollback"),
  "npx cdktf deploy terraform-cloud": phase("terraform-cloud"),
  "npx cdktf destroy …": phase("destroy"),
  "aws autoscaling describe-scaling-activities": aws(
    "aws autoscaling describe-scaling-activities --auto-scaling-group-name eks-cpu --max-items 5 --region eu-central-1",
  ),
  "aws efs describe-mount-targets": aws(
    "aws efs describe-mount-targets --file-system-id fs-1 --region eu-central-1",
  ),
  "aws eks delete-nodegroup": aws(`aws eks delete-nodegroup --nodegroup-name cpu ${EKS}`),
  "aws eks describe-addon": aws(`aws eks describe-addon --addon-name vpc-cni ${EKS}`),
  "aws eks describe-nodegroup": aws(
    `aws eks describe-nodegroup --nodegroup-name cpu ${EKS} --query nodegroup.health`,
  ),
  "aws eks list-access-entries": aws(`aws eks list-access-entries ${EKS}`),
  "aws eks list-pod-identity-associations": aws(`aws eks list-pod-identity-associations ${EKS}`),
  "aws eks update-addon": aws(
    `aws eks update-addon ${EKS} --addon-name vpc-cni --resolve-conflicts PRESERVE --configuration-values '{"enableNetworkPolicy":"true"}'`,
  ),
  "aws eks update-kubeconfig": none("a program of the CLI itself: it asks EKS before all else"),
  "git checkout": inProject(`git checkout -- ${SWITCHES}`),
  "git commit": inProject(
    `printf '\\n' >> ${SWITCHES} && git commit --only -m "by hand" -- ${SWITCHES}`,
  ),
  "git diff": inProject(`git diff -- ${SWITCHES}`),
  "git stash": inProject("git stash --include-untracked"),
  "helm rollback": inProject("helm --kube-context testbed -n keda rollback keda 1"),
  "helm status": inProject("helm --kube-context testbed -n keda status keda"),
  "terraform login": none("it opens a browser"),
  "terraform state pull": inProject("terraform -chdir=cdktf.out/stacks/local-platform state pull"),
};
