/**
 * NVIDIA driver of EKS' image, its major version: 580.159.03 in `AL2023_x86_64_NVIDIA` v20260714,
 * for Kubernetes 1.30 to 1.36. One with 595 must be built.
 * Source: https://github.com/awslabs/amazon-eks-ami/blob/81fec2e8/CHANGELOG.md, doc/usage/g7-ami.md
 */
export const EKS_NVIDIA_DRIVER = 580;
