import { readFileSync } from "node:fs";
import path from "node:path";
import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { Fn } from "cdktf";
import type { Construct } from "constructs";
import { projectFile } from "../../environments/project";

const FOLDER = "/program";

export interface PythonProgramProps {
  /** Of the ConfigMap. */
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
  /** File of the project, with the path from its top. */
  readonly file: string;
  /** Files of the project that it imports, by the name that it knows them by. @default none */
  readonly modules?: Readonly<Record<string, string>>;
}

/** What a pod needs to run a program of ours. */
export type PythonProgram = ReturnType<typeof pythonProgram>;

/**
 * A program of one Python file in a ConfigMap, so that no image of our own must be built: it runs
 * in the app's image, which has Python and is on the nodes already, or where there is none in Python's.
 */
export function pythonProgram(
  scope: Construct,
  { name, namespace, labels, file, modules = {} }: PythonProgramProps,
) {
  const program = path.basename(file);
  const configMap = new ConfigMapV1(scope, "program", {
    metadata: { name, namespace, labels },
    data: {
      [program]: readFileSync(projectFile(file), "utf8"),
      ...Object.fromEntries(
        Object.entries(modules).map(([module, source]) => [
          `${module}.py`,
          readFileSync(projectFile(source), "utf8"),
        ]),
      ),
    },
  });
  return {
    command: ["python", `${FOLDER}/${program}`],
    /** Rolls the pods when the program changes. */
    annotations: { "fluxibri.ai/program-checksum": Fn.sha256(Fn.jsonencode(configMap.data)) },
    volume: { name: "program", configMap: { name: configMap.metadata.name } },
    mount: { name: "program", mountPath: FOLDER, readOnly: true },
  };
}
