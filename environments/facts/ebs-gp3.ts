/**
 * What a gp3 volume can be given; the smallest values are those that every one has
 * at no extra price.
 *
 * Sources: https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html#gp3-ebs-volume-type;
 * throughput: EC2 takes 2,000 MiB/s (API model of botocore 1.43.11), the aws provider 5.100.0 refuses
 * a launch template with more than 1,000 (`terraform validate`)
 */
export const EBS_GP3 = {
  iops: { min: 3_000, max: 80_000 },
  throughputMiB: { min: 125, max: 1_000 },
  /** Operations a second for each GiB of the volume. */
  iopsPerGiB: 500,
  /** MiB/s for each operation a second. */
  throughputPerIops: 0.25,
} as const;
