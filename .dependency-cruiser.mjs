/** Folders that hold code, from what others build on to what builds on others. */
const FOLDERS = [
  "masking",
  "addons",
  "queues",
  "applications",
  "environments",
  "modules",
  "stacks",
  "runtime",
  "inventory",
  "rules",
  "testbed",
  "cli",
  "scripts",
  "e2e",
];

/** What each folder may import of the others; the picture is in docs/architecture.md. */
const MAY_IMPORT = {
  masking: [],
  // Of environments only what knows nothing of a schema: see addons-leaves.
  addons: ["environments"],
  queues: [],
  // Of the environments the types of their schema alone: see applications-are-data.
  applications: ["environments"],
  environments: ["masking", "addons", "queues", "applications"],
  modules: ["addons", "queues", "environments"],
  stacks: ["addons", "modules", "queues", "environments"],
  runtime: ["masking", "environments"],
  inventory: ["masking", "addons", "runtime", "environments"],
  rules: ["masking", "addons", "applications", "inventory", "queues", "environments"],
  testbed: ["masking", "runtime", "queues", "environments"],
  cli: [
    "masking",
    "addons",
    "queues",
    "environments",
    "modules",
    "stacks",
    "runtime",
    "inventory",
    "rules",
    "testbed",
  ],
  scripts: [
    "masking",
    "addons",
    "applications",
    "environments",
    "modules",
    "stacks",
    "runtime",
    "inventory",
    "rules",
    "cli",
  ],
  e2e: FOLDERS,
};

/** Folders that stay without cdktf: they are data, or read what was synthesized. */
const WITHOUT_CDKTF = [
  "masking",
  "addons",
  "queues",
  "applications",
  "environments",
  "runtime",
  "inventory",
  "rules",
  "testbed",
];

const directions = Object.entries(MAY_IMPORT).map(([folder, allowed]) => {
  const others = FOLDERS.filter((other) => other !== folder && !allowed.includes(other));
  return {
    name: `${folder}-imports`,
    comment: `${folder}/ may import ${allowed.join(", ") || "none of the other folders"}.`,
    severity: "error",
    from: { path: `^${folder}/` },
    to: { path: `^(${others.join("|") || "nothing"})/` },
  };
});

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "no-circle",
      comment: "Files that import each other are one file, or share a third.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    ...directions,
    {
      name: "addons-leaves",
      comment:
        "Chart names are part of the schema: addons/ knows labels and errors of environments/.",
      severity: "error",
      from: { path: "^addons/" },
      to: { path: "^environments/", pathNot: "^environments/(labels|errors)\\.ts$" },
    },
    {
      name: "addons-apart",
      comment: "The kit knows no add-on; all that others need of one goes by its own file.",
      severity: "error",
      from: { path: "^addons/kit/" },
      to: { path: "^addons/(?!kit/)" },
    },
    {
      name: "applications-are-data",
      comment: "An application has the types of the schema; its contract finds its own files.",
      severity: "error",
      from: { path: "^applications/" },
      to: { path: "^environments/(?!schema|project)" },
    },
    {
      name: "applications-users",
      comment: "Environments' data files name applications; nothing below them does.",
      severity: "error",
      from: { path: "^environments/.+/" },
      to: { path: "^applications/" },
    },
    {
      name: "testbed-users",
      comment: "Of the commands only local starts a testbed; simulate and report play its model.",
      severity: "error",
      from: { path: "^cli/", pathNot: "^cli/(local|simulate|report)/" },
      to: { path: "^testbed/" },
    },
    {
      name: "commands-apart",
      comment: "These commands share cli/operation/ and cli/synthesis/, not each other.",
      severity: "error",
      from: { path: "^cli/(operation|plan|synthesis|drift)/" },
      to: { path: "^cli/(deploy|doctor)/" },
    },
    {
      name: "page-program",
      comment: "What a page runs knows no Node, and nothing that reads data or synthesizes.",
      severity: "error",
      from: { path: "^cli/report/(client|what-if)/" },
      to: {
        path: "^(cli/(?!report/(client|what-if|model|page/page))|stacks|modules|runtime|inventory/(synthesized|live))",
      },
    },
    {
      name: "report-draws-late",
      comment:
        "Packages that draw are loaded when a page is written: no other command waits for them.",
      severity: "error",
      from: {
        path: "^(cli|rules|runtime|environments|scripts)/",
        pathNot: "^cli/report/(client|diagram)/",
      },
      to: { path: "node_modules/(@viz-js|@observablehq)/" },
    },
    {
      name: "main-imports",
      comment: "Only commands and the end-to-end test start a cluster.",
      severity: "error",
      from: { path: "^main\\.ts$" },
      to: { path: "^(testbed|e2e)/" },
    },
    {
      name: "commands-without-development",
      comment:
        "Commands run where the packages of development are not installed (scripts/run.mjs).",
      severity: "error",
      from: { path: `^(${[...WITHOUT_CDKTF, "modules", "stacks", "cli"].join("|")})/|^main\\.ts$` },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-cdktf",
      comment: `${WITHOUT_CDKTF.join(", ")} know no cdktf.`,
      severity: "error",
      from: { path: `^(${WITHOUT_CDKTF.join("|")})/` },
      to: { path: "node_modules/(cdktf|constructs|@cdktf)/" },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
  },
};
