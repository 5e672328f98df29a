import { environmentName } from "../../environments";
import { appContract, appFacts } from "../../applications/montage-ai/contract";
import type { EnvironmentName } from "../../environments/schema";
import { z } from "zod";
import { issuesWith } from "../support/issues-with";
import { blocks, specOf } from "../support/synth";
import { workloadOf } from "../support/workload";

const routes = Object.keys(appFacts().routes);
const { closedRoutes } = appContract();
const closed = closedRoutes.map(({ path }) => path);

const ingress = z.object({
  spec: z.object({
    rule: z.array(
      z.object({
        http: z.object({
          path: z.array(z.object({ path: z.string(), path_type: z.enum(["Exact", "Prefix"]) })),
        }),
      }),
    ),
  }),
});

/** Paths of an environment's Ingress; none where it has none. */
function passed(name: EnvironmentName) {
  return blocks(workloadOf(specOf(name)), "kubernetes_ingress_v1").flatMap((block) =>
    ingress.parse(block).spec.rule.flatMap(({ http }) => http.path),
  );
}

/** As Kubernetes defines Prefix: whole elements of a path. */
const below = (route: string, path: string) => route === path || route.startsWith(`${path}/`);
const isClosed = (route: string) => closed.some((path) => below(route, path));

describe.each(["staging", "production"] as const)("the Ingress of %s", (name) => {
  const paths = passed(environmentName(name));
  const isPassed = (route: string) =>
    paths.some(({ path, path_type }) =>
      path_type === "Exact" ? route === path : below(route, path),
    );

  test("passes every route of the app, or keeps it inside for a reason", () => {
    expect(routes.filter((route) => !isPassed(route) && !isClosed(route))).toEqual([]);
  });

  test("passes none that is closed", () => {
    expect(routes.filter((route) => isPassed(route) && isClosed(route))).toEqual([]);
  });

  // Traefik takes Prefix for the beginning of a string: /api/session would pass /api/sessions-of-all, too.
  // https://doc.traefik.io/traefik/reference/install-configuration/providers/kubernetes/kubernetes-ingress/ (strictPrefixMatching)
  test("passes none that is closed where Prefix means the beginning of a string", () => {
    const prefixes = paths.filter(({ path_type }) => path_type === "Prefix");
    expect(
      routes.filter(
        (route) => isClosed(route) && prefixes.some(({ path }) => route.startsWith(path)),
      ),
    ).toEqual([]);
  });

  test("names no path that the app has not", () => {
    expect(
      paths
        .filter(({ path, path_type }) =>
          path_type === "Exact"
            ? !routes.includes(path)
            : !routes.some((route) => below(route, path)),
        )
        .map(({ path }) => path),
    ).toEqual([]);
  });

  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html: 100 rules a load balancer
  test("fits the rules of one ALB", () => {
    expect(paths.length).toBeGreaterThan(10);
    expect(paths.length).toBeLessThan(100);
  });
});

test("every closed path is the app's", () => {
  expect(closed.filter((path) => !routes.some((route) => below(route, path)))).toEqual([]);
});

test("what a single request can break or spend is closed", () => {
  for (const route of ["/api/shutdown", "/api/internal/testjob", "/metrics", "/health"]) {
    expect(isClosed(route)).toBe(true);
  }
});

test("a path that would pass everything is refused", () => {
  const [issue, ...more] = issuesWith("staging", { "applications.0.web.publicPaths.below": ["/"] });
  expect(more).toEqual([]);
  expect(issue).toMatchObject({
    path: "applications[0].web.publicPaths.below[0]",
    message: "would pass everything",
    fix: "write the paths out, e.g. /api/jobs",
  });
});
