import { renderPage } from "../../../cli/report/page/page";
import type { PageReport } from "../../../cli/report/model/report";
import { dotOf } from "../../../cli/report/diagram/dot";
import { jsonScript, markup } from "../../../cli/report/page/html";
import { rememberSecret } from "../../../masking/process-mask";
import { environmentOf, wholeReport } from "../../support/report";

const BREAKOUT = `</script><img src=x onerror="alert('1')">`;

/** A report whose every finding and pool has a text that would be code in HTML. */
function hostileReport(text: string): PageReport {
  const report = wholeReport();
  return {
    ...report,
    commit: text,
    environments: report.environments.map((environment) => ({
      ...environment,
      cluster: text,
      pools: environment.pools.map((pool) => ({ ...pool, machine: text })),
      rules: environment.rules.map((rule) => ({
        ...rule,
        title: text,
        findings: [
          {
            severity: "error",
            object: text,
            place: text,
            message: text,
            fix: text,
            accepted: text,
          },
        ],
      })),
      scaling: environment.scaling.map((path) => ({ ...path, formula: text })),
    })),
    charts: report.charts.map((chart) => ({ ...chart, does: text, repository: text })),
  };
}

const parts = { diagrams: new Map<string, string>(), program: "console.log('</script>')" };

test("no text of the data ends an element or begins one", () => {
  const page = renderPage(hostileReport(BREAKOUT), parts);
  expect(page).not.toContain("<img");
  expect(page).not.toContain('onerror="');
  // The policy's, the data's and the program's.
  expect(page.match(/<\/script>/g)).toHaveLength(2);
  expect(page).toContain("&lt;/script&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;");
});

test("only the page's own program runs, and nothing can be loaded", () => {
  const page = renderPage(wholeReport(), parts);
  expect(page).toMatch(
    /content="default-src 'none'; script-src 'sha256-[A-Za-z0-9+/]{43}='; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"/,
  );
  expect(page).not.toMatch(/\son[a-z]+="/);
  expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
});

test("a secret in a finding is masked, in the text, the data and the diagram", () => {
  const secret = rememberSecret(["not", "for", "the", "page", "77"].join("-"));
  const report = hostileReport(`it is ${secret}`);
  const page = renderPage(report, parts);
  expect(page).toContain("it is");
  expect(page).not.toContain(secret);
  expect(dotOf(environmentOf(report, "production"))).not.toContain(secret);
});

test("data inside of a script element is JSON that says the same", () => {
  const { source } = jsonScript("data", { text: BREAKOUT, list: [1, "<!-- &"] });
  expect(source).not.toMatch(/<(?!script type="application\/json" id="data">|\/script>$)/);
  const inner = source.replace(/^<script[^>]*>/, "").replace(/<\/script>$/, "");
  expect(JSON.parse(inner)).toEqual({ text: BREAKOUT, list: [1, "<!-- &"] });
});

test("a template escapes texts, leaves HTML as it is, and puts lists one after the other", () => {
  const items = ["a<b", "c"].map((text) => markup`<li>${text}</li>`);
  expect(markup`<ul title="${'"'}">${items}${undefined}</ul>`.source).toBe(
    '<ul title="&quot;"><li>a&lt;b</li>\n<li>c</li></ul>',
  );
});

test("a name can't end a text of the diagram", () => {
  const report = wholeReport();
  const environment = environmentOf(report, "local");
  const [workload, ...others] = environment.workloads;
  const [pool] = environment.pools;
  if (workload === undefined || pool === undefined) throw new Error("local has pods and pools");
  const name = 'Deployment a/b"<br>&';
  const machine = 'c" ]; evil [label="\\';
  const dot = dotOf({
    ...environment,
    workloads: [{ ...workload, name, group: name }, ...others],
    pools: [{ ...pool, machine }],
  });
  expect(dot).toContain(">b&quot;&lt;br&gt;&amp;<");
  expect(dot).toContain('\\" ]; evil [label=\\"\\\\');
});
