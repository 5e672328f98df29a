import type { EnvironmentReport, RuleReport } from "../model/report";
import { type OpenFinding, openFindings } from "./findings";
import { details, type Html, markup, table } from "./html";

/** What fails or warns, then what is accepted, then all rules. */
export function rulesPart(environment: EnvironmentReport): Html {
  const { name, rules } = environment;
  const open = openFindings(environment);
  const accepted = rules.flatMap((rule) =>
    rule.findings.flatMap((finding) =>
      finding.accepted === undefined
        ? []
        : [{ ...finding, accepted: finding.accepted, id: rule.id }],
    ),
  );
  const held = rules.filter(({ holds }) => holds).length;
  return markup`<p>${held} of ${rules.length} rules hold.</p>
    ${
      open.length === 0
        ? markup`<p>No open findings.</p>`
        : markup`<ul class="findings">
            ${open.map(item)}
          </ul>`
    }
    ${
      accepted.length === 0
        ? undefined
        : details(
            `${accepted.length} ${accepted.length === 1 ? "finding" : "findings"} accepted by name`,
            table(
              `What ${name} accepts`,
              ["rule", "object", "finding", "accepted because"],
              accepted.map(({ id, object, message, accepted: reason }) => [
                id,
                object,
                message,
                reason,
              ]),
            ),
            "printed",
          )
    }
    ${details(
      "All rules",
      markup`<ul class="rules">
        ${rules.map((rule) => ruleItem(rule, open))}
      </ul>`,
    )}`;
}

function item({ id, rule, finding }: OpenFinding): Html {
  const { severity, object, place, message, fix } = finding;
  return markup`<li class="${severity}" id="${id}" tabindex="-1">
    <p>
      <strong>${severity}</strong> ${rule.id}:
      <span>${object}</span>
    </p>
    <dl>
      <dt>at</dt>
      <dd>${place}</dd>
      <dt>says</dt>
      <dd>${message}</dd>
      <dt>fix</dt>
      <dd>${fix}</dd>
    </dl>
  </li>`;
}

/** A rule that fails, or warns, leads to its findings. */
function ruleItem({ id, title, holds }: RuleReport, open: readonly OpenFinding[]): Html {
  const own = open.filter(({ rule }) => rule.id === id);
  const links = own.map(
    (one) => markup` <a href="#${one.id}">${one.finding.severity} at ${one.finding.object}</a>`,
  );
  return markup`<li>
    <span class="${holds ? "ok" : "error"}">${holds ? "holds" : "fails"}</span>
    <strong>${id}</strong>: ${title}${links.length === 0 ? undefined : markup`;${links}`}
  </li>`;
}
