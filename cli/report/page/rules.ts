import type { EnvironmentReport, FindingReport, RuleReport } from "../model/report";
import { details, type Html, markup } from "./html";

/** What fails or warns, then what is accepted, then all rules. */
export function rulesPart({ rules }: EnvironmentReport): Html {
  const found = rules.flatMap((rule) => rule.findings.map((finding) => ({ rule, finding })));
  const open = found.filter(({ finding }) => finding.accepted === undefined);
  const accepted = found.filter(({ finding }) => finding.accepted !== undefined);
  const held = rules.filter(({ holds }) => holds).length;
  return markup`<p>${held} of ${rules.length} hold.</p>
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
            `${accepted.length} accepted by name`,
            markup`<ul class="findings">
              ${accepted.map(item)}
            </ul>`,
          )
    }
    ${details(
      "All rules",
      markup`<ul class="rules">
        ${rules.map(ruleItem)}
      </ul>`,
    )}`;
}

function item({ rule, finding }: { rule: RuleReport; finding: FindingReport }): Html {
  const { severity, object, place, message, fix, accepted } = finding;
  return markup`<li class="${accepted === undefined ? severity : "accepted"}">
    <p>
      <strong>${accepted === undefined ? severity : "accepted"}</strong> ${rule.id}:
      <span>${object}</span>
    </p>
    <dl>
      <dt>at</dt>
      <dd>${place}</dd>
      <dt>says</dt>
      <dd>${message}</dd>
      ${
        accepted === undefined
          ? undefined
          : markup`<dt>held</dt>
              <dd>${accepted}</dd>`
      }
      <dt>fix</dt>
      <dd>${fix}</dd>
    </dl>
  </li>`;
}

function ruleItem({ id, title, holds }: RuleReport): Html {
  return markup`<li>
    <span class="${holds ? "ok" : "error"}">${holds ? "holds" : "fails"}</span>
    <strong>${id}</strong>: ${title}
  </li>`;
}
