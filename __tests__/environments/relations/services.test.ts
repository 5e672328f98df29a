import { cgpu } from "../../../applications/montage-ai";
import { issuesWith } from "../../support/issues-with";

const service = { ...cgpu.service, name: "thumbnails", component: "thumbnails" };
const issuesOf = (...services: readonly object[]) =>
  issuesWith("staging", { "applications.0.services": services });
const files = (...homeFiles: readonly object[]) =>
  issuesWith("staging", { "applications.0.homeFiles": homeFiles });

test("an app may have several services, on machines that are labelled for them", () => {
  expect(issuesOf(service, cgpu.service)).toEqual([]);
});

test.each([
  ["redis", "redis"],
  ["montage-ai-web", "web"],
  ["montage-ai-worker", "worker"],
  ["queue-metrics", "queue-metrics"],
])("no service is called %s, or has its component", (name, component) => {
  expect(issuesOf({ ...service, name }, { ...cgpu.service, component })).toMatchObject([
    { path: "applications[0].services[0].name" },
    { path: "applications[0].services[1].component" },
  ]);
});

test("no two services have one name or component", () => {
  expect(issuesOf(service, service).map(({ path }) => path)).toEqual([
    "applications[0].services[1].name",
    "applications[0].services[1].component",
  ]);
});

test("a service whose label no machine carries is refused: it would stay Pending", () => {
  expect(issuesOf({ ...service, machineLabel: "fluxibri.ai/none" })).toMatchObject([
    {
      path: "applications[0].services[0].machineLabel",
      fix: 'add "fluxibri.ai/none": "true" to the labels of a machine, or remove machineLabel',
    },
  ]);
  const { machineLabel, ...anywhere } = service;
  expect(machineLabel).toBe("fluxibri.ai/cgpu-enabled");
  expect(issuesOf(anywhere)).toEqual([]);
});

test.each([
  ["out of the home", { "config.json": "../../etc/passwd" }],
  ["to an absolute path", { "config.json": "/etc/passwd" }],
  ["with a command in its path", { "config.json": "a; rm -r /" }],
  ["with a command in its key", { "$(id)": "a" }],
  ["that it does not name", {}],
])("no file is copied %s", (_where, named) => {
  expect(files({ ...cgpu.login, files: named })).toMatchObject([
    { path: expect.stringMatching(/^applications\[0\]\.homeFiles\[0\]\.files/) },
  ]);
});

test("no two keys are copied to one file, and no two Secrets have one name", () => {
  const other = { ...cgpu.login, files: { other: ".config/cgpu/config.json" } };
  expect(files(cgpu.login, other).map(({ path }) => path)).toEqual([
    "applications[0].homeFiles[1].name",
    "applications[0].homeFiles[0].files.config.json",
    "applications[0].homeFiles[1].files.other",
  ]);
});
