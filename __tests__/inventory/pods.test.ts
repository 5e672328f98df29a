import { read } from "./alike";

const affinityTerm = { key: "fluxibri.ai/pool", operator: "In", values: ["cpu"] };
const typed = {
  metadata: { name: "x", namespace: "ns", annotations: { team_note: "a" } },
  spec: {
    selector: { match_labels: { app: "x" } },
    strategy: { rolling_update: { max_surge: "25%" } },
    template: {
      metadata: { labels: { app: "x" }, annotations: { "prometheus.io/scrape": "true" } },
      spec: {
        host_network: true,
        priority_class_name: "high",
        service_account_name: "",
        automount_service_account_token: false,
        termination_grace_period_seconds: 120,
        security_context: {
          run_as_non_root: true,
          run_as_user: "1000",
          seccomp_profile: { type: "RuntimeDefault" },
        },
        affinity: {
          node_affinity: {
            required_during_scheduling_ignored_during_execution: {
              node_selector_term: { match_expressions: affinityTerm },
            },
          },
          pod_anti_affinity: {
            required_during_scheduling_ignored_during_execution: {
              topology_key: "kubernetes.io/hostname",
            },
          },
        },
        toleration: { key: "gpu", operator: "Equal", value: "yes", effect: "NoSchedule" },
        container: {
          name: "app",
          image: "app:1",
          command: ["run"],
          args: ["--fast"],
          env: [
            { name: "A", value: "1" },
            { name: "B", value_from: { secret_key_ref: { name: "s", key: "k" } } },
            { name: "C", value_from: { config_map_key_ref: { name: "c", key: "k" } } },
            { name: "D", value_from: { field_ref: { field_path: "status.podIP" } } },
          ],
          env_from: { secret_ref: { name: "all" } },
          port: { name: "http", container_port: 8080 },
          resources: {
            requests: { cpu: "1", "nvidia.com/gpu": "1" },
            limits: { memory: "2Gi", "nvidia.com/gpu": "1" },
          },
          lifecycle: { pre_stop: { exec: { command: ["sh", "-c", "kill -TERM 1"] } } },
          security_context: {
            run_as_user: 2000,
            allow_privilege_escalation: false,
            read_only_root_filesystem: true,
            capabilities: { drop: ["ALL"] },
          },
        },
        volume: [
          { name: "a", persistent_volume_claim: { claim_name: "data" } },
          { name: "b", empty_dir: {} },
          { name: "c", host_path: { path: "/run" } },
          { name: "d", nfs: { server: "10.0.0.1", path: "/x" } },
          { name: "e", config_map: { name: "c" } },
          { name: "f", secret: { secret_name: "s" } },
          { name: "g", projected: { sources: [] } },
        ],
      },
    },
  },
};
const manifest = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: {
    name: "x",
    namespace: "ns",
    annotations: { team_note: "a", "kubectl.kubernetes.io/last-applied-configuration": "{}" },
  },
  spec: {
    selector: { matchLabels: { app: "x" } },
    strategy: { rollingUpdate: { maxSurge: "25%" } },
    template: {
      metadata: { labels: { app: "x" }, annotations: { "prometheus.io/scrape": "true" } },
      spec: {
        hostNetwork: true,
        priorityClassName: "high",
        automountServiceAccountToken: false,
        terminationGracePeriodSeconds: 120,
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 1000,
          seccompProfile: { type: "RuntimeDefault" },
        },
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [affinityTerm] }],
            },
          },
          podAntiAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              { topologyKey: "kubernetes.io/hostname" },
            ],
          },
        },
        tolerations: [{ key: "gpu", operator: "Equal", value: "yes", effect: "NoSchedule" }],
        containers: [
          {
            name: "app",
            image: "app:1",
            command: ["run"],
            args: ["--fast"],
            env: [
              { name: "A", value: 1 },
              { name: "B", valueFrom: { secretKeyRef: { name: "s", key: "k" } } },
              { name: "C", valueFrom: { configMapKeyRef: { name: "c", key: "k" } } },
              { name: "D", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
            ],
            envFrom: [{ secretRef: { name: "all" } }],
            ports: [{ name: "http", containerPort: 8080 }],
            resources: {
              requests: { cpu: 1, "nvidia.com/gpu": 1 },
              limits: { memory: "2Gi", "nvidia.com/gpu": 1 },
            },
            lifecycle: { preStop: { exec: { command: ["sh", "-c", "kill -TERM 1"] } } },
            securityContext: {
              runAsUser: 2000,
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
              capabilities: { drop: ["ALL"] },
            },
          },
        ],
        volumes: [
          { name: "a", persistentVolumeClaim: { claimName: "data" } },
          { name: "b", emptyDir: null },
          { name: "c", hostPath: { path: "/run" } },
          { name: "d", nfs: { server: "10.0.0.1", path: "/x" } },
          { name: "e", configMap: { name: "c" } },
          { name: "f", secret: { secretName: "s" } },
          { name: "g", projected: { sources: [] } },
        ],
      },
    },
  },
};

describe("the pod template", () => {
  const [fromTyped] = read({ kubernetes_deployment_v1: { x: typed } }).workloads;
  const [fromManifest] = read({ kubernetes_manifest: { x: { manifest } } }).workloads;

  test("is read alike from a typed resource and a manifest", () => {
    expect({ ...fromTyped, place: undefined }).toEqual({ ...fromManifest, place: undefined });
  });

  test("is read in full", () => {
    expect(fromManifest).toMatchObject({
      annotations: { team_note: "a" },
      maxSurge: "25%",
      selector: { matchLabels: { app: "x" } },
    });
    expect(fromManifest?.pod).toEqual({
      labels: { app: "x" },
      annotations: { "prometheus.io/scrape": "true" },
      containers: [
        {
          name: "app",
          init: false,
          sidecar: false,
          image: "app:1",
          requests: { cpu: "1", "nvidia.com/gpu": "1" },
          limits: { memory: "2Gi", "nvidia.com/gpu": "1" },
          command: ["run"],
          args: ["--fast"],
          env: [
            { name: "A", kind: "literal", value: "1" },
            { name: "B", kind: "secret", object: "s", key: "k" },
            { name: "C", kind: "configMap", object: "c", key: "k" },
            { name: "D", kind: "other" },
          ],
          envFrom: [{ kind: "secret", object: "all" }],
          ports: [{ name: "http", port: 8080, hostPort: undefined, protocol: "TCP" }],
          mounts: [],
          preStop: "sh -c kill -TERM 1",
          security: {
            runAsNonRoot: true,
            runAsUser: 2000,
            seccompProfile: "RuntimeDefault",
            privileged: false,
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { add: [], drop: ["ALL"] },
          },
        },
      ],
      volumes: [
        { kind: "claim", name: "a", claim: "data" },
        { kind: "emptyDir", name: "b" },
        { kind: "hostPath", name: "c", path: "/run" },
        { kind: "nfs", name: "d", server: "10.0.0.1", path: "/x" },
        { kind: "configMap", name: "e", configMap: "c" },
        { kind: "secret", name: "f", secret: "s" },
        { kind: "other", name: "g" },
      ],
      tolerations: [{ key: "gpu", operator: "Equal", value: "yes", effect: "NoSchedule" }],
      nodeSelector: {},
      nodeAffinity: [{ matchExpressions: [affinityTerm], matchFields: [] }],
      antiAffinity: [
        { topologyKey: "kubernetes.io/hostname", selector: undefined, namespaces: [] },
      ],
      hardSpread: [],
      imagePullSecrets: [],
      serviceAccount: "default",
      automountServiceAccountToken: false,
      priorityClassName: "high",
      ...{ hostNetwork: true, hostPID: false, hostIPC: false },
      terminationGracePeriodSeconds: 120,
      security: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: "RuntimeDefault" },
    });
  });
});
