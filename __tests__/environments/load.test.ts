import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { environmentName, environmentNames, loadEnvironments } from "../../environments";
import { ConfigurationError } from "../../environments/errors";

test("no name means every environment, in the order of promotion", () => {
  expect(environmentNames([])).toEqual(ENVIRONMENT_NAMES);
  const named = ["local", "staging", "production"];
  expect(ENVIRONMENT_NAMES.filter((name) => named.includes(name))).toEqual(named);
});

test("an unknown environment is an error with the list and the likely meaning", () => {
  expect(() => environmentNames(["prodution", "staging"])).toThrow(ConfigurationError);
  expect(() => environmentNames(["prodution"])).toThrow(
    `use "production" (known: ${ENVIRONMENT_NAMES.join(", ")})`,
  );
});

test("CHART_MIRROR overrides the chart repository of every environment", () => {
  const specs = loadEnvironments([environmentName("local"), environmentName("staging")], {
    CHART_MIRROR: "/srv/charts",
  });
  expect(specs.map((spec) => spec.switches.chartMirror)).toEqual(["/srv/charts", "/srv/charts"]);
});

test("a chart mirror that is neither URL nor folder is refused", () => {
  expect(() => loadEnvironments([environmentName("local")], { CHART_MIRROR: "charts" })).toThrow(
    "must be https://HOST/…, oci://HOST/… or a folder",
  );
});

test("KUBECONFIG and KUBE_CONTEXT choose the cluster of local", () => {
  const [local] = loadEnvironments([environmentName("local")], {
    KUBECONFIG: "/a:/b",
    KUBE_CONTEXT: "kind-dev",
  });
  expect(local?.cluster).toMatchObject({ kubeconfigPaths: ["/a", "/b"], context: "kind-dev" });
});

test("KUBECONFIG does not move staging to another cluster", () => {
  const [staging] = loadEnvironments([environmentName("staging")], {
    KUBECONFIG: "/a",
    KUBE_CONTEXT: "kind-dev",
  });
  expect(staging?.cluster).toMatchObject({
    kubeconfigPath: "~/.kube/config",
    context: "fluxibri-staging",
  });
});

test("a local chart folder does not invalidate environments whose runs are elsewhere", () => {
  const [production] = loadEnvironments([environmentName("production")], {
    CHART_MIRROR: "/srv/charts",
  });
  expect(production?.switches.chartMirror).toBe("/srv/charts");
});
