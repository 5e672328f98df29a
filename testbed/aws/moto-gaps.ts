import type { HttpAnswer } from "./exchange";
import { textIn } from "./moto-client";
import { TemplateTags } from "./template-tags";

const SPECIFICATION_OF_TEMPLATE =
  /<item>\s*<resourceType>launch-template<\/resourceType>\s*<tagSet>[\s\S]*?<\/tagSet>\s*<\/item>/g;
const DESCRIPTION = /^IpPermissions\.\d+\.Groups\.\d+\.Description$/;

/** Answers of EC2 in which moto 5.2.5 differs from AWS, so that every plan would have a change. */
export class MotoGaps {
  private readonly descriptions = new Map<string, string>();
  private readonly templateTags = new TemplateTags();

  corrected(action: string, requestBody: string, answer: HttpAnswer): HttpAnswer {
    switch (action) {
      case "DescribeLaunchTemplateVersions":
        // Tags of the template itself are no part of its versions; moto tells them among those of instances.
        // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html
        return { ...answer, body: answer.body.replace(SPECIFICATION_OF_TEMPLATE, "") };
      case "CreateTags":
      case "DeleteTags":
        if (answer.status < 400) this.templateTags.remember(action, requestBody);
        return answer;
      case "DescribeLaunchTemplates":
        return { ...answer, body: this.templateTags.corrected(answer.body) };
      case "AuthorizeSecurityGroupIngress":
        this.remember(requestBody, answer.body);
        return answer;
      case "DescribeSecurityGroupRules":
        return { ...answer, body: this.described(answer.body) };
      default:
        return answer;
    }
  }

  /** A rule that names a security group loses its description in moto. */
  private remember(request: string, answer: string): void {
    const rule = textIn(answer, "securityGroupRuleId");
    const description = [...new URLSearchParams(request)].find(([name]) =>
      DESCRIPTION.test(name),
    )?.[1];
    if (rule !== undefined && description !== undefined) this.descriptions.set(rule, description);
  }

  private described(body: string): string {
    return [...this.descriptions].reduce((text, [rule, description]) => {
      const id = `<securityGroupRuleId>${rule}</securityGroupRuleId>`;
      return text.replace(id, `${id}<description>${description}</description>`);
    }, body);
  }
}
