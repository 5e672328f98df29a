/** Labels, annotations and other maps of text. */
export type Labels = Readonly<Record<string, string>>;

/** Where an object is declared, or was found. */
export type Place =
  | {
      readonly kind: "terraform";
      /** Terraform stack. */
      readonly stack: string;
      /** Terraform address inside the stack, e.g. `kubernetes_deployment_v1.worker`. */
      readonly address: string;
      /** Found in a state: values may be those of provider and cluster, not of a configuration. @default false */
      readonly state?: boolean;
    }
  | {
      readonly kind: "file";
      /** Path as the reader was given it. */
      readonly file: string;
      /**
       * First line of the document, from 1.
       *
       * @default none: the file as a whole, or a value in it that the object's name says
       */
      readonly line?: number;
    }
  | {
      readonly kind: "cluster";
      /** Context of the kubeconfig, or what the environment calls its cluster. */
      readonly context: string;
    };

/** A place, as people and errors name it. */
export function describePlace(place: Place): string {
  switch (place.kind) {
    case "terraform":
      return `stack ${place.stack}, ${place.address}`;
    case "file":
      return place.line === undefined ? place.file : `${place.file}:${place.line}`;
    case "cluster":
      return `cluster ${place.context}`;
    default:
      return place satisfies never;
  }
}

/** What names an object. */
export interface ObjectName {
  readonly kind: string;
  /** Absent for objects of the whole cluster. */
  readonly namespace?: string;
  readonly name: string;
}

/** An object and where it is declared. */
export interface Declared extends ObjectName {
  readonly place: Place;
  /** Annotations of the object itself, without those that kubectl and controllers write. @default none */
  readonly annotations?: Labels;
}

/** An object that lives in a namespace. */
export interface Namespaced extends Declared {
  readonly namespace: string;
}

/** `Deployment app/worker`, as people and findings name an object. */
export function describe({ kind, namespace, name }: ObjectName): string {
  return namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}
