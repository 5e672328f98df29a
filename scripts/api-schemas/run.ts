import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { projectFile } from "../../environments/project";
import { print } from "../../masking/output";
import { CommandLine } from "../../runtime/command-line";
import { EXIT, runCommand } from "../../runtime/exit";
import { runSync } from "../../runtime/process/run-sync";
import { scriptArguments } from "../arguments";
import { Encoder, openApi, shortName } from "./encode";
import { removedKinds } from "./removed-kinds";

/** The oldest that environments are on: what a newer one serves is not refused. */
const KUBERNETES = "testbed/kubernetes/1.35";
const FILE = "inventory/api/schemas.json";

const swagger = z.object({ definitions: z.record(z.string(), openApi) });
const served = z.array(z.object({ group: z.string(), version: z.string(), kind: z.string() }));
const scalersSchema = z.object({ scalers: z.array(z.object({ type: z.string() })) });
const customResourceDefinition = z.object({
  spec: z.object({
    group: z.string(),
    names: z.object({ kind: z.string() }),
    versions: z.array(
      z.object({
        name: z.string(),
        served: z.boolean(),
        schema: z.object({ openAPIV3Schema: openApi }),
      }),
    ),
  }),
});

/** A CRD says nothing of metadata: it is the same for all objects. */
const META = "#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

/** Kinds whose objects are not applied, or whose schema is one of schemas. */
const LEFT_OUT =
  /^(meta|apiextensions|apiserverinternal|authentication|authorization)\b|\.(Eviction|Scale|Binding)$/;

const COMMAND = new CommandLine({
  call: "node --import tsx scripts/api-schemas/run.ts",
  does: `Writes ${FILE} from the versions of Kubernetes and KEDA that testbed/kubernetes/1.35/go.mod and testbed/keda/go.mod pin. Needs Go.`,
  takes: "",
  options: {},
});

void runCommand(() => {
  scriptArguments(COMMAND);
  const kubernetes = moduleOf("k8s.io/kubernetes", KUBERNETES);
  const api = moduleOf("k8s.io/api", KUBERNETES);
  const keda = moduleOf("github.com/kedacore/keda/v2", "testbed/keda");
  const { definitions } = swagger.parse(
    readJson(path.join(kubernetes.folder, "api/openapi-spec/swagger.json")),
  );
  const encoder = new Encoder(definitions);
  const kinds: Record<string, string> = {};
  for (const [name, schema] of Object.entries(definitions)) {
    const isObject = schema.properties?.["metadata"]?.$ref?.endsWith(".ObjectMeta") === true;
    if (!isObject || LEFT_OUT.test(shortName(name))) continue;
    for (const each of served.parse(schema["x-kubernetes-group-version-kind"] ?? [])) {
      kinds[kindName(each)] = encoder.typeOf({ $ref: name }, name).slice(1);
    }
  }
  const crds = path.join(keda.folder, "config/crd/bases");
  for (const file of readdirSync(crds)) {
    const { spec } = customResourceDefinition.parse(
      parse(readFileSync(path.join(crds, file), "utf8")),
    );
    for (const version of spec.versions.filter((each) => each.served)) {
      const { kind } = spec.names;
      const { openAPIV3Schema: schema } = version.schema;
      const properties = { ...schema.properties, metadata: { $ref: META } };
      kinds[kindName({ group: spec.group, version: version.name, kind })] = encoder
        .typeOf({ ...schema, properties }, `keda.${kind}`)
        .slice(1);
    }
  }
  const json = {
    sources: [
      `k8s.io/kubernetes ${kubernetes.version} api/openapi-spec/swagger.json`,
      `k8s.io/api ${api.version} zz_generated.prerelease-lifecycle.go`,
      `github.com/kedacore/keda/v2 ${keda.version} config/crd/bases, schema/generated/scalers-schema.json`,
    ],
    kubernetes: kubernetes.version.replace(/^v(\d+\.\d+)\..*/, "$1"),
    kinds: sorted(Object.entries(kinds)),
    types: sorted([...encoder.types]),
    removed: sorted(removedKinds(api.folder)),
    triggers: scalersSchema
      .parse(readJson(path.join(keda.folder, "schema/generated/scalers-schema.json")))
      .scalers.map(({ type }) => type)
      .sort(),
  };
  writeFileSync(projectFile(FILE), `${JSON.stringify(json, undefined, 1)}\n`);
  print(
    `${FILE}: ${Object.keys(json.kinds).length} kinds, ${Object.keys(json.types).length} types\n`,
  );
  return EXIT.ok;
});

function readJson(file: string): unknown {
  const json: unknown = JSON.parse(readFileSync(file, "utf8"));
  return json;
}

function kindName(each: z.output<typeof served>[number]): string {
  const { group, version, kind } = each;
  return `${group === "" ? version : `${group}/${version}`} ${kind}`;
}

/** A module that the testbed builds from, in Go's cache. */
function moduleOf(
  name: string,
  pinnedIn: string,
): { readonly folder: string; readonly version: string } {
  const args = [
    "list",
    "-m",
    "-f",
    "{{.Dir}} {{.Path}} {{with .Replace}}{{.Version}}{{else}}{{.Version}}{{end}}",
    name,
  ];
  const listed = runSync({ program: "go", args, cwd: projectFile(pinnedIn) });
  const [folder = "", , version = ""] = listed.stdout.trim().split(" ");
  if (!listed.ok || folder === "") {
    throw listed.failure(`go -C ${pinnedIn} mod download, with Go installed`);
  }
  return { folder, version };
}

function sorted<T>(entries: Iterable<readonly [string, T]>): Record<string, T> {
  return Object.fromEntries([...entries].sort(([left], [right]) => (left < right ? -1 : 1)));
}
