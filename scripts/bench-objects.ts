import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const OBJECTS_OF_FILE = 4;
const FILES_OF_FOLDER = 100;

/** Writes a folder of manifests as people write them: four objects a file, a hundred files a folder. */
export function writeManifests(folder: string, objects: number): void {
  for (let file = 0; file < objects / OBJECTS_OF_FILE; file += 1) {
    const below = path.join(folder, `team-${Math.floor(file / FILES_OF_FOLDER)}`);
    mkdirSync(below, { recursive: true });
    writeFileSync(path.join(below, `app-${file}.yaml`), manifests(file));
  }
}

function manifests(index: number): string {
  const metadata = `metadata:\n  name: app-${index}\n  namespace: team-${index % 50}\n`;
  return [
    deployment(index, metadata),
    claim(metadata),
    autoscaler(index, metadata),
    service(index, metadata),
  ].join("---\n");
}

function deployment(index: number, metadata: string): string {
  return `apiVersion: apps/v1
kind: Deployment
${metadata}  labels:
    app.kubernetes.io/name: app-${index}
    app.kubernetes.io/part-of: shop
spec:
  # The autoscaler below changes it.
  replicas: 2
  selector:
    matchLabels:
      app.kubernetes.io/name: app-${index}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: app-${index}
    spec:
      securityContext:
        runAsNonRoot: true
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: server
          image: registry.example.org/shop/app-${index}:1.${index % 7}.0
          args: ["--listen=:8080", "--log=json"]
          ports:
            - name: http
              containerPort: 8080
          env:
            - name: LOG_LEVEL
              value: info
            - name: DATABASE_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: app-${index}-database
                  key: password
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
            limits:
              memory: 256Mi
          readinessProbe:
            httpGet:
              path: /healthz
              port: http
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: ["ALL"]
          volumeMounts:
            - name: data
              mountPath: /data
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: app-${index}
`;
}

function claim(metadata: string): string {
  return `apiVersion: v1
kind: PersistentVolumeClaim
${metadata}spec:
  accessModes: ["ReadWriteOnce"]
  resources:
    requests:
      storage: 10Gi
`;
}

function autoscaler(index: number, metadata: string): string {
  return `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
${metadata}spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: app-${index}
  minReplicas: 2
  maxReplicas: 6
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: 70
`;
}

function service(index: number, metadata: string): string {
  return `apiVersion: v1
kind: Service
${metadata}spec:
  selector:
    app.kubernetes.io/name: app-${index}
  ports:
    - name: http
      port: 80
      targetPort: http
`;
}
