/** Options that several commands have, with one meaning. */

export const JSON_OPTION = {
  json: { type: "boolean", default: false, does: "prints one JSON document, for machines" },
} as const;

export const VERBOSE_OPTION = {
  verbose: {
    type: "boolean",
    default: false,
    does: "shows what is accepted, too, and all details",
  },
} as const;

export const APPLICATION_OPTION = {
  application: {
    type: "string",
    value: "NAME",
    does: "which application, where the environment runs several",
  },
} as const;

export const CLUSTER_OPTIONS = {
  context: {
    type: "string",
    value: "NAME",
    does: "context of the kubeconfig, in place of the data's",
  },
  kubeconfig: { type: "string", value: "FILE", does: "kubeconfig, in place of the data's" },
} as const;

export const APPROVAL_OPTIONS = {
  "allow-destroy": {
    type: "string",
    multiple: true,
    value: "ADDRESS",
    does: "resource that may be destroyed although it holds state",
  },
  yes: { type: "boolean", default: false, does: "asks no question, but for what holds state" },
} as const;

export const BINARY_OPTION = {
  binary: { type: "string", value: "PROGRAM", does: "terraform or tofu, by name or path" },
} as const;
