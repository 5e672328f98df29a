import { Manifest, type ManifestConfig } from "@cdktf/provider-kubernetes/lib/manifest";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";

/** A custom resource of one of the @kubernetes-models packages. */
export interface CustomResourceModel {
  /** Checks the object against the CRD's schema; throws with path and reason. */
  validate(): void;
  toJSON(): unknown;
}

export interface CustomResourceProps {
  /** The object, typed by its model. */
  readonly model: CustomResourceModel;
  /**
   * Paths that a controller writes, beside labels and annotations.
   *
   * @default none
   */
  readonly computedFields?: readonly string[];
  /**
   * What Terraform waits for after applying.
   *
   * @default nothing
   */
  readonly wait?: ManifestConfig["wait"];
  /**
   * What must be there before it.
   *
   * @default what its object refers to
   */
  readonly dependsOn?: ITerraformDependable[];
}

/** The provider's own default, which setting `computed_fields` would replace. */
const DEFAULT_COMPUTED_FIELDS = ["metadata.annotations", "metadata.labels"] as const;

/**
 * A typed custom resource, applied with `kubernetes_manifest`. Its CRD must be
 * there at plan time: it belongs to a later stack than the chart that brings it.
 *
 * @throws Error when the object does not fit the CRD's schema
 */
export class CustomResource extends Manifest {
  constructor(scope: Construct, id: string, props: CustomResourceProps) {
    props.model.validate();
    super(scope, id, {
      manifest: manifestOf(props.model),
      computedFields: [...DEFAULT_COMPUTED_FIELDS, ...(props.computedFields ?? [])],
      // Changes by hand are taken back, as with typed resources: without it an apply ends in a conflict.
      fieldManager: { forceConflicts: true },
      wait: props.wait,
      dependsOn: props.dependsOn,
    });
  }
}

function manifestOf(model: CustomResourceModel): ManifestConfig["manifest"] {
  // Through JSON: the model's own toJSON leaves undefined members behind, which Terraform would see as null.
  const manifest: unknown = JSON.parse(JSON.stringify(model));
  if (typeof manifest !== "object" || manifest === null)
    throw new Error("a custom resource must be an object");
  return Object.fromEntries(Object.entries(manifest));
}
