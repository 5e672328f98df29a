import type { Container, PodTemplate } from "../../inventory/model";

/** The levels that refuse anything: https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export const POD_SECURITY_LEVELS = ["baseline", "restricted"] as const;
export type PodSecurityLevel = (typeof POD_SECURITY_LEVELS)[number];

/** A control of the standards that a pod does not hold. */
export interface Violation {
  /** The lowest level that refuses it. */
  readonly level: PodSecurityLevel;
  /** Containers at fault; undefined: the pod itself. */
  readonly containers: readonly string[] | undefined;
  /** What is wrong. */
  readonly says: string;
  /** Member of a securityContext to write; without `of`, what else to do. */
  readonly fix: string;
  /** Whose securityContext the fix belongs into. */
  readonly of?: "the pod's spec" | "each container";
  /** It reaches into the node, which node agents have to. */
  readonly ofNode: boolean;
}

/** Capabilities that baseline lets a container add. */
const BASELINE_CAPABILITIES: ReadonlySet<string> = new Set([
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
]);

const CONFINED: ReadonlySet<string> = new Set(["RuntimeDefault", "Localhost"]);

interface ContainerControl extends Pick<Violation, "level" | "says" | "fix" | "of"> {
  readonly ofNode?: boolean;
  /** Broken by what is left out. */
  readonly byAbsence?: boolean;
  broken(container: Container): boolean;
}

const CONTAINER_CONTROLS: readonly ContainerControl[] = [
  {
    level: "baseline",
    says: "is privileged",
    ofNode: true,
    broken: ({ security }) => security.privileged,
    fix: "privileged: false",
    of: "each container",
  },
  {
    level: "baseline",
    says: "adds capabilities beyond the runtime's own",
    ofNode: true,
    broken: ({ security }) =>
      security.capabilities.add.some((name) => !BASELINE_CAPABILITIES.has(name)),
    fix: "take the capabilities out of its securityContext.capabilities.add",
  },
  {
    level: "baseline",
    says: "opens a port of the node",
    ofNode: true,
    broken: ({ ports }) => ports.some(({ hostPort }) => hostPort !== undefined && hostPort > 0),
    fix: "take hostPort out of its ports, and use a Service",
  },
  {
    level: "baseline",
    says: "seccomp is off",
    broken: ({ security }) => security.seccompProfile === "Unconfined",
    fix: "seccompProfile: { type: RuntimeDefault }",
    of: "the pod's spec",
  },
  {
    level: "restricted",
    says: "may run as root",
    byAbsence: true,
    broken: ({ security }) => security.runAsNonRoot !== true || security.runAsUser === 0,
    fix: "runAsNonRoot: true, runAsUser: <the image's user, not 0>",
    of: "the pod's spec",
  },
  {
    level: "restricted",
    says: "has no seccomp profile",
    byAbsence: true,
    broken: ({ security: { seccompProfile } }) =>
      seccompProfile !== "Unconfined" && !CONFINED.has(seccompProfile ?? ""),
    fix: "seccompProfile: { type: RuntimeDefault }",
    of: "the pod's spec",
  },
  {
    level: "restricted",
    says: "may gain privileges",
    byAbsence: true,
    broken: ({ security }) => security.allowPrivilegeEscalation,
    fix: "allowPrivilegeEscalation: false",
    of: "each container",
  },
  {
    level: "restricted",
    says: "keeps the runtime's capabilities",
    byAbsence: true,
    broken: ({ security: { capabilities } }) =>
      !capabilities.drop.includes("ALL") ||
      capabilities.add.some(
        (name) => name !== "NET_BIND_SERVICE" && BASELINE_CAPABILITIES.has(name),
      ),
    fix: "capabilities: { drop: [ALL] }",
    of: "each container",
  },
];

/**
 * Every control that a pod breaks, the graver first. Versions of the standards
 * are not told apart. Containers without an image are parts of a patch: what
 * they leave out may stand in what is patched.
 */
export function violationsOf(pod: PodTemplate): readonly Violation[] {
  const ofContainers = CONTAINER_CONTROLS.flatMap(
    ({ broken, byAbsence = false, ofNode = false, ...control }) => {
      const containers = pod.containers
        .filter((container) => broken(container) && !(byAbsence && container.image === ""))
        .map(({ name }) => name);
      return containers.length === 0 ? [] : [{ ...control, ofNode, containers }];
    },
  );
  const violations = [...hostNamespaces(pod), ...volumes(pod), ...ofContainers];
  return POD_SECURITY_LEVELS.flatMap((level) =>
    violations.filter((violation) => violation.level === level),
  );
}

function hostNamespaces(pod: PodTemplate): readonly Violation[] {
  return (["hostNetwork", "hostPID", "hostIPC"] as const)
    .filter((namespace) => pod[namespace])
    .map((namespace) => ({
      level: "baseline",
      containers: undefined,
      says: `shares the node's ${namespace.slice("host".length).toLowerCase()} (${namespace})`,
      fix: `take ${namespace} out of the pod's spec`,
      ofNode: true,
    }));
}

function volumes(pod: PodTemplate): readonly Violation[] {
  return pod.volumes.flatMap((volume): readonly Violation[] => {
    switch (volume.kind) {
      case "hostPath":
        return [
          {
            level: "baseline",
            containers: undefined,
            says: `volume ${volume.name} is the node's ${volume.path}`,
            fix: `put a claim or an emptyDir in place of hostPath in volume ${volume.name}`,
            ofNode: true,
          },
        ];
      case "nfs":
        return [
          {
            level: "restricted",
            containers: undefined,
            says: `volume ${volume.name} mounts NFS without a claim`,
            fix: `put a claim in place of nfs in volume ${volume.name}`,
            ofNode: false,
          },
        ];
      default:
        return [];
    }
  });
}
