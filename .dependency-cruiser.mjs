/** Folders that hold code, from what others build on to what builds on others. */
const FOLDERS = [
  "environments",
  "modules",
  "stacks",
  "inventory",
  "rules",
  "testbed",
  "cli",
  "scripts",
  "e2e",
];

/** What each folder may import of the others; the picture is in docs/architecture.md. */
const MAY_IMPORT = {
  environments: [],
  modules: ["environments"],
  stacks: ["modules", "environments"],
  inventory: ["environments"],
  rules: ["inventory", "environments"],
  testbed: ["environments", "inventory"],
  cli: ["environments", "modules", "stacks", "inventory", "rules", "testbed"],
  scripts: ["environments", "modules", "stacks", "inventory", "rules", "cli"],
  e2e: FOLDERS,
};

/** Folders that stay without cdktf: they are data, or read what was synthesized. */
const WITHOUT_CDKTF = ["environments", "inventory", "rules", "testbed"];

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
      name: "main-imports",
      comment: "Only commands and the end-to-end test start a cluster.",
      severity: "error",
      from: { path: "^main\\.ts$" },
      to: { path: "^(testbed|e2e)/" },
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
