import type { Reference } from "../reference";
import { ADDON_LIST_FILE, addonList } from "./addon-list";
import { RULE_LIST_FILE, ruleList } from "./rule-list";

/** Every list of a folder's files that other code imports. */
export function lists(): readonly Reference[] {
  return [
    { file: ADDON_LIST_FILE, content: addonList() },
    { file: RULE_LIST_FILE, content: ruleList() },
  ];
}
