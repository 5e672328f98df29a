import type { HelmRelease } from "../../inventory/model";
import { readPlan } from "../../inventory/plan";
import { metricsApiOwner } from "../../rules/metrics-api-owner";
import { releasePins } from "../../rules/release-pins";
import { fromPlan, fromStack, resourcesOf } from "./four-readers";

const OBJECT = {
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Application",
  metadata: { name: "adapter", namespace: "argocd" },
  spec: {
    destination: { namespace: "monitoring" },
    source: {
      repoURL: "https://prometheus-community.github.io/helm-charts",
      chart: "prometheus-adapter",
      targetRevision: "5.1.0",
      helm: {
        releaseName: "pa",
        values: "rules: { external: [{ seriesQuery: q }] }",
        valueFiles: ["$values/a.yaml"],
        parameters: [{ name: "replicas", value: "2", forceString: true }],
      },
    },
  },
} as const;

const SOURCE = {
  repo_url: OBJECT.spec.source.repoURL,
  chart: "prometheus-adapter",
  path: null,
  target_revision: "5.1.0",
  helm: [
    {
      release_name: "pa",
      values: OBJECT.spec.source.helm.values,
      value_files: ["$values/a.yaml"],
      file_parameter: [],
      parameter: [{ name: "replicas", value: "2", force_string: true }],
      skip_crds: null,
    },
  ],
};

function block(source: object = SOURCE) {
  return {
    cascade: true,
    metadata: [{ name: "adapter", namespace: "argocd", annotations: null, labels: {} }],
    spec: [{ destination: [{ namespace: "monitoring", server: "s" }], source: [source] }],
  };
}

const withoutPlace = ({ place: _, ...release }: HelmRelease) => release;
const applied = (source?: object) => ({ argocd_application: { a: block(source) } });
const [EXPECTED] = fromPlan(resourcesOf([OBJECT])).helmReleases.map(withoutPlace);

test("an argocd_application of a plan is the release that an Application in a manifest is", () => {
  expect(EXPECTED).toMatchObject({
    chart: "prometheus-adapter",
    version: "5.1.0",
    releaseName: "pa",
    releaseNamespace: "monitoring",
    values: { replicas: "2", rules: { external: [{ seriesQuery: "q" }] } },
    unread: ["values of $values/a.yaml"],
  });
  const inventory = fromPlan(applied());
  expect(inventory.helmReleases.map(withoutPlace)).toEqual([EXPECTED]);
  expect(inventory.contents.map(({ name }) => name)).toEqual(["argocd_application.a"]);
});

test("in a synthesized stack its single blocks may stand without a list", () => {
  const [helm] = SOURCE.helm;
  const [metadata] = block().metadata;
  const spec = { destination: { namespace: "monitoring" }, source: { ...SOURCE, helm } };
  const inventory = fromStack({ argocd_application: { a: { metadata, spec } } });
  expect(inventory.helmReleases.map(withoutPlace)).toEqual([EXPECTED]);
});

test("an application of a folder of manifests installs no chart", () => {
  const { helmReleases } = fromPlan(applied({ repo_url: "https://x.example.com/r", path: "a" }));
  expect(helmReleases).toEqual([]);
});

test("rules see it: an adapter that takes KEDA's metrics, and a version that is none", () => {
  const keda = {
    repo_url: "https://kedacore.github.io/charts",
    chart: "keda",
    target_revision: "2.20.2",
  };
  const both = fromPlan({
    argocd_application: { a: block({ ...SOURCE, target_revision: "*" }), keda: block(keda) },
  });
  expect(metricsApiOwner.check(both, undefined).map(({ message }) => message)).toEqual([
    expect.stringContaining("v1beta1.external.metrics.k8s.io is served by Application"),
  ]);
  expect(releasePins.check(both, undefined).map(({ message }) => message)).toContainEqual(
    expect.stringContaining('installs chart prometheus-adapter in "*"'),
  );
});

test("values that only the apply tells are a problem, not none", () => {
  const address = "argocd_application.a";
  const { problems } = readPlan({
    name: "s",
    json: {
      format_version: "1.2",
      planned_values: {
        root_module: {
          resources: [
            {
              address,
              mode: "managed",
              type: "argocd_application",
              values: block({ ...SOURCE, helm: [{ release_name: "pa" }] }),
              sensitive_values: {},
            },
          ],
        },
      },
      resource_changes: [
        {
          address,
          change: { after_unknown: { spec: [{ source: [{ helm: [{ values: true }] }] }] } },
        },
      ],
      configuration: {
        root_module: {
          resources: [
            {
              address,
              expressions: {
                metadata: [{ name: { constant_value: "adapter" } }],
                spec: [{ source: [{ helm: [{ values: { references: ["random_pet.a"] } }] }] }],
              },
            },
          ],
        },
      },
    },
  });
  expect(problems.map(({ message }) => message)).toContainEqual(
    expect.stringContaining("before the apply"),
  );
});
