const AUTOSCALER = "k8s.io/cluster-autoscaler";
const TEMPLATE = `${AUTOSCALER}/node-template`;

/**
 * Keys by which cluster-autoscaler finds Auto Scaling groups and learns what their
 * nodes will be like.
 *
 * Source: https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-1.35.2/cluster-autoscaler/cloudprovider/aws/README.md
 */
export const AUTOSCALER_TAGS = {
  enabled: `${AUTOSCALER}/enabled`,
  owner: `${AUTOSCALER}/`,
  template: `${TEMPLATE}/`,
  label: `${TEMPLATE}/label/`,
  taint: `${TEMPLATE}/taint/`,
  resource: `${TEMPLATE}/resources/`,
  longestPrefix: `${TEMPLATE}/resources/`,
  /** Tags of every group: enabled and owner. */
  discovery: 2,
} as const;
