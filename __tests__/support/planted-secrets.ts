import { randomBytes, randomInt } from "node:crypto";

/** Text of letters and digits, made at run time: no scanner of repositories takes it for a leak. */
function random(
  length: number,
  alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789",
): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}

const base64Url = (text: string) => Buffer.from(text).toString("base64url");

/** A credential of every shape that the mask knows. */
export const PLANTED = {
  "AWS access key": `AKIA${random(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")}`,
  "GitHub token": `ghp_${random(36)}`,
  "fine-grained GitHub token": `github_pat_${random(60)}`,
  "GitLab token": `glpat-${random(20)}`,
  "Slack token": `xoxb-${random(24)}`,
  "Slack webhook": `hooks.slack.com/services/T${random(8)}/B${random(8)}/${random(24)}`,
  "Discord webhook": `discord.com/api/webhooks/${random(18, "123456789")}/${random(60)}`,
  "Teams webhook": `x.webhook.office.com/webhookb2/${random(40)}`,
  "Google API key": `AIza${random(35)}`,
  "Vault token": `hvs.${random(28)}`,
  "Terraform Cloud token": `${random(14)}.atlasv1.${random(64)}`,
  "Docker Hub token": `dckr_pat_${random(27)}`,
  "npm token": `npm_${random(36)}`,
  "Hugging Face token": `hf_${random(34)}`,
  "Grafana token": `glsa_${random(32)}_${random(8, "0123456789abcdef")}`,
  "API key": `sk-proj-${random(40)}`,
  "JSON Web Token": `${base64Url('{"alg":"RS256"}')}.${base64Url('{"sub":"somebody"}')}.${random(43)}`,
} as const;

/** A secret without any shape: only its name, or where it stands, says that it is one. */
export function shapeless(): string {
  return `Kw9${randomBytes(6).toString("hex")}vQ`;
}
