import { textsIn } from "./moto-client";

const TEMPLATE = "<launchTemplateId>";
const TAG_SET = /<tagSet>[\s\S]*?<\/tagSet>|<tagSet\s*\/>/;

/** moto 5.2.5 tells a launch template's tags as they were when it was made; here are those that came and went since. */
export class TemplateTags {
  private readonly changes = new Map<string, Map<string, string | undefined>>();

  /** CreateTags or DeleteTags, flat as the query protocol writes it. */
  remember(action: "CreateTags" | "DeleteTags", request: string): void {
    const parameters = new URLSearchParams(request);
    for (const [name, id] of parameters) {
      if (!/^ResourceId\.\d+$/.test(name) || !id.startsWith("lt-")) continue;
      const changed = this.changes.get(id) ?? new Map<string, string | undefined>();
      this.changes.set(id, changed);
      for (const [parameter, key] of parameters) {
        const tag = /^(Tag\.\d+)\.Key$/.exec(parameter)?.[1];
        if (tag === undefined) continue;
        const value = parameters.get(`${tag}.Value`) ?? "";
        changed.set(key, action === "CreateTags" ? value : undefined);
      }
    }
  }

  /** DescribeLaunchTemplates with the tags of now. */
  corrected(answer: string): string {
    const [head = "", ...templates] = answer.split(TEMPLATE);
    return [head, ...templates.map((template) => this.ofOne(template))].join(TEMPLATE);
  }

  private ofOne(template: string): string {
    const changed = this.changes.get(template.slice(0, template.indexOf("<")));
    if (changed === undefined) return template;
    return template.replace(TAG_SET, (set) => {
      const keys = textsIn(set, "key");
      const values = textsIn(set, "value");
      const made = keys.map((key, index) => [key, values[index]] as const);
      const items = [...new Map([...made, ...changed])].flatMap(([key, value]) =>
        value === undefined
          ? []
          : [`<item><key>${escaped(key)}</key><value>${escaped(value)}</value></item>`],
      );
      return `<tagSet>${items.join("")}</tagSet>`;
    });
  }
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
