import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import {
  lockFile,
  providerAddress,
  stackLock,
  writeStackLock,
} from "../../../runtime/terraform/provider-lock";
import { projectFile } from "../../../environments/project";
import { temporaryFolder } from "../../support/temporary-folder";

jest.mock("../../../environments/project");

const block = (address: string, version: string) =>
  `provider "${address}" {\n  version     = "${version}"\n  constraints = "${version}"\n  hashes = [\n    "zh:00",\n  ]\n}\n`;
const KUBERNETES = block("registry.terraform.io/hashicorp/kubernetes", "2.38.0");
const LOCK = `# comment\n\n${KUBERNETES}\n${block("registry.terraform.io/hashicorp/aws", "6.25.0")}`;
const stack = (version: string) => ({
  terraform: { required_providers: { kubernetes: { source: "kubernetes", version } } },
});

test("a stack gets what it asks for and nothing else", () => {
  expect(stackLock("terraform", LOCK, stack("2.38.0"))).toBe(KUBERNETES);
});

test("another version, and a product whose registry is another, are refused with the way out", () => {
  expect(() => stackLock("terraform", LOCK, stack("2.39.0"))).toThrow(
    "providers/terraform.lock.hcl has 2.38.0 of registry.terraform.io/hashicorp/kubernetes, and 2.39.0 is asked for",
  );
  expect(() => stackLock("opentofu", LOCK, stack("2.38.0"))).toThrow(
    "providers/opentofu.lock.hcl has no registry.opentofu.org/hashicorp/kubernetes",
  );
});

test("sources are completed as the products do", () => {
  expect(providerAddress("opentofu", "aws")).toBe("registry.opentofu.org/hashicorp/aws");
  expect(providerAddress("terraform", "acme/thing")).toBe("registry.terraform.io/acme/thing");
  expect(providerAddress("terraform", "example.com/acme/thing")).toBe("example.com/acme/thing");
});

test("none takes away what an earlier run locked in the stack's folder", () => {
  const folder = temporaryFolder();
  const file = path.join(folder, ".terraform.lock.hcl");
  writeFileSync(file, KUBERNETES);
  writeStackLock({ product: "terraform", lock: "none", folder, json: stack("2.38.0") });
  expect(existsSync(file)).toBe(false);
});

test("a stack's folder gets its part of the project's lock file; without one Terraform's own stays", () => {
  const project = temporaryFolder();
  jest.mocked(projectFile).mockImplementation((file) => path.join(project, file));
  const folder = temporaryFolder();
  const file = path.join(folder, ".terraform.lock.hcl");
  const write = () =>
    writeStackLock({ product: "terraform", lock: "project", folder, json: stack("2.38.0") });
  writeFileSync(file, "of Terraform");
  write();
  expect(readFileSync(file, "utf8")).toBe("of Terraform");
  mkdirSync(path.join(project, "providers"));
  writeFileSync(path.join(project, lockFile("terraform")), LOCK);
  write();
  expect(readFileSync(file, "utf8")).toBe(KUBERNETES);
});
