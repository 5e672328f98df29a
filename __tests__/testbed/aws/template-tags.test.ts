import { TemplateTags } from "../../../testbed/aws/template-tags";

const answer = (tags: string) =>
  `<launchTemplates><item><launchTemplateId>lt-1</launchTemplateId><tagSet>${tags}</tagSet></item>` +
  `<item><launchTemplateId>lt-2</launchTemplateId><tagSet>${tag("a", "1")}</tagSet></item></launchTemplates>`;

function tag(key: string, value: string): string {
  return `<item><key>${key}</key><value>${value}</value></item>`;
}

test("tags that came, changed and went since a template was made are told, of that template alone", () => {
  const tags = new TemplateTags();
  tags.remember(
    "CreateTags",
    "ResourceId.1=lt-1&Tag.1.Key=b&Tag.1.Value=2%263&Tag.2.Key=a&Tag.2.Value=4",
  );
  tags.remember("DeleteTags", "ResourceId.1=lt-1&Tag.1.Key=c");
  const made = answer(tag("a", "1") + tag("c", "3"));
  expect(tags.corrected(made)).toBe(answer(tag("a", "4") + tag("b", "2&amp;3")));
});

test("tags of what is no launch template change nothing", () => {
  const tags = new TemplateTags();
  tags.remember("CreateTags", "ResourceId.1=subnet-1&Tag.1.Key=a&Tag.1.Value=9");
  expect(tags.corrected(answer(tag("a", "1")))).toBe(answer(tag("a", "1")));
});
