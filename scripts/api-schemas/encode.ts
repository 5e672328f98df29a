import { z } from "zod";
import type { FieldType } from "../../inventory/api/schemas";

/** A schema of OpenAPI, as far as it is needed: https://spec.openapis.org/oas/v2.0.html */
export const openApi = z.looseObject({
  $ref: z.string().optional(),
  type: z.string().optional(),
  format: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  "x-kubernetes-int-or-string": z.boolean().optional(),
  "x-kubernetes-preserve-unknown-fields": z.boolean().optional(),
  get items() {
    return openApi.optional();
  },
  get properties() {
    return z.record(z.string(), openApi).optional();
  },
  get additionalProperties() {
    return z.union([z.boolean(), openApi]).optional();
  },
});
export type OpenApi = z.output<typeof openApi>;

/** Of these the JSON form is not that of the schema. */
const OWN_FORMS: Readonly<Record<string, FieldType>> = {
  "io.k8s.apimachinery.pkg.api.resource.Quantity": "quantity",
  "io.k8s.apimachinery.pkg.util.intstr.IntOrString": "int-or-string",
  "io.k8s.apimachinery.pkg.apis.meta.v1.Time": "string",
  "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime": "string",
};

/** Fields of CRDs that hold a type of Kubernetes, written out there. */
const KNOWN_FIELDS: Readonly<Record<string, string>> = {
  "keda.ScaledJob.spec.jobTargetRef": "io.k8s.api.batch.v1.JobSpec",
};

/** `core.v1.Pod` of `#/definitions/io.k8s.api.core.v1.Pod`. */
export function shortName(definition: string): string {
  return definition.replace(/^(#\/definitions\/)?io\.k8s\.(api\.|apimachinery\.pkg\.apis\.)?/, "");
}

/** Collects the types that a schema is made of. */
export class Encoder {
  readonly types = new Map<string, Record<string, FieldType>>();

  constructor(private readonly definitions: Readonly<Record<string, OpenApi>>) {}

  /** The type of a schema; objects of its own are added under `name`. */
  typeOf(schema: OpenApi, name: string): FieldType {
    const known = KNOWN_FIELDS[name];
    if (known !== undefined) return this.definition(known);
    if (schema.$ref !== undefined) return this.definition(schema.$ref.replace(/.*\//, ""));
    if (schema["x-kubernetes-int-or-string"] === true) return "int-or-string";
    const { type, properties, additionalProperties, items } = schema;
    if (type === "array") return `[]${items === undefined ? "any" : this.typeOf(items, name)}`;
    if (type === "object" && properties !== undefined) {
      return schema["x-kubernetes-preserve-unknown-fields"] === true
        ? "any"
        : this.object(schema, name);
    }
    if (type === "object") {
      return typeof additionalProperties === "object"
        ? `{}${this.typeOf(additionalProperties, name)}`
        : "any";
    }
    const words = schema.enum?.filter((word) => typeof word === "string") ?? [];
    if (type === "string" && words.length > 0) return `=${words.join("|")}`;
    return type === "string" || type === "integer" || type === "number" || type === "boolean"
      ? type
      : "any";
  }

  private definition(name: string): FieldType {
    const own = OWN_FORMS[name];
    if (own !== undefined) return own;
    const schema = this.definitions[name];
    if (schema === undefined) throw new Error(`no definition ${name}`);
    return this.typeOf(schema, shortName(name));
  }

  /** A type that refers to itself is there already. */
  private object(schema: OpenApi, name: string): FieldType {
    if (this.types.has(name)) return `#${name}`;
    const fields: Record<string, FieldType> = {};
    this.types.set(name, fields);
    for (const [field, each] of Object.entries(schema.properties ?? {})) {
      // What controllers write does not belong in a file.
      fields[field] = field === "status" ? "any" : this.typeOf(each, `${name}.${field}`);
    }
    return `#${name}`;
  }
}
