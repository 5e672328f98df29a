import { graceChain } from "../../rules/grace-chain";
import { foundIn } from "./manifests";

function worker(command: string, seconds: number): string {
  return `{ apiVersion: apps/v1, kind: Deployment, metadata: { name: worker, namespace: jobs }, spec: { selector: {}, template: { spec: { terminationGracePeriodSeconds: ${seconds}, containers: [{ name: a, image: "x.example.com/a:1", command: [${command}] }] } } } }`;
}

const found = (command: string, seconds: number) => foundIn(graceChain, worker(command, seconds));

describe("workers of ARQ", () => {
  test.each([
    "arq, app.worker.WorkerSettings",
    "python, -m, arq, --verbose, app.worker.WorkerSettings",
    'bash, -c, "arq app.worker.WorkerSettings"',
  ])(
    "have jobs of up to ARQ's 300 s, and finish them only when their code says so: %s",
    (command) => {
      expect(found(command, 30)).toEqual([
        expect.stringContaining("a job may take 300 s (the default of ARQ)"),
      ]);
      expect(found(command, 30)[0]).toMatch(
        /^warning .*set terminationGracePeriodSeconds: 330 .*, and job_completion_wait = 300 in its WorkerSettings/,
      );
      expect(found(command, 330)).toEqual([]);
    },
  );

  test.each(["arq, --check, app.worker.WorkerSettings", "arq, --help", "python, arq.py"])(
    "are not what %s starts",
    (command) => {
      expect(found(command, 30)).toEqual([]);
    },
  );
});
