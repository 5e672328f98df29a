/** User and group that a pod's processes run as, and that its volumes belong to. */
export interface PodUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Never root, and only the system calls of the container runtime's default profile.
 *
 * @param deviceGroups groups of device files that the pod opens; none by default
 */
export function podSecurityContext(user: PodUser, deviceGroups: readonly number[] = []) {
  return {
    runAsNonRoot: true,
    runAsUser: String(user.uid),
    runAsGroup: String(user.gid),
    fsGroup: String(user.gid),
    // "Always" walks through every file of the volume at each start of a pod: minutes on a full NFS export.
    fsGroupChangePolicy: "OnRootMismatch" as const,
    supplementalGroups: deviceGroups.length === 0 ? undefined : [...deviceGroups],
    seccompProfile: { type: "RuntimeDefault" as const },
  };
}

/**
 * No capability, no way to a higher privilege.
 *
 * @param readOnlyRootFilesystem the container writes to its volumes alone
 */
export function containerSecurityContext(readOnlyRootFilesystem: boolean) {
  return {
    // Left out, the provider writes false, and that counts more than the pod's true.
    runAsNonRoot: true,
    allowPrivilegeEscalation: false,
    privileged: false,
    readOnlyRootFilesystem,
    capabilities: { drop: ["ALL"] },
  };
}
