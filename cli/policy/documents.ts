import { ConfigurationError } from "../../environments/errors";
import {
  type ActionScope,
  AWS_ACTIONS,
  type TypeActions,
} from "../../environments/facts/aws-actions";
import type { PolicyContext } from "./context";
import { scopeOf, serviceLinkedRole, type StatementScope } from "./scopes";

/** A statement of an IAM policy. */
export interface Statement extends StatementScope {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
}

/** An IAM policy document, as `aws iam create-policy --policy-document` takes it. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/** Policies of an environment: a plan needs the first, an apply all. */
export interface Policies {
  readonly plan: PolicyDocument;
  /** As many as IAM's limit of size makes necessary. */
  readonly apply: readonly PolicyDocument[];
}

/** Characters of a managed policy, white space not counted: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const LONGEST_POLICY = 6_144;

const VERSION = "2012-10-17";

/**
 * The permissions that runs of an environment need, from its Terraform types.
 *
 * @throws ConfigurationError for types whose actions are not known here
 */
export function policiesOf(types: readonly string[], context: PolicyContext): Policies {
  const known = actionsOf(types);
  const reads = distinct(known.flatMap((each) => each.reads));
  const scopes = distinct(known.flatMap(({ changes }) => Object.keys(changes)));
  const changes = scopes.filter(isScope).map((scope): Statement => ({
    Sid: sidOf(scope),
    Effect: "Allow",
    Action: distinct(known.flatMap((each) => each.changes[scope] ?? [])),
    ...scopeOf(scope, context),
  }));
  const services = distinct([
    ...known.flatMap((each) => each.serviceLinkedRoles ?? []),
    ...(context.spot ? ["spot.amazonaws.com"] : []),
  ]);
  const linked = services.map((service): Statement => ({
    Sid: `LinkedRole${sidOf(service.replace(/\..*/, ""))}`,
    Effect: "Allow",
    Action: ["iam:CreateServiceLinkedRole"],
    ...serviceLinkedRole(service, context),
  }));
  const read: Statement = { Sid: "Read", Effect: "Allow", Action: reads, Resource: "*" };
  return { plan: documentOf([read]), apply: packed([...changes, ...linked]) };
}

/** Characters of a document as IAM counts them. */
export function sizeOf(document: object): number {
  return JSON.stringify(document).length;
}

function actionsOf(types: readonly string[]): readonly TypeActions[] {
  const unknown = types.filter((type) => AWS_ACTIONS[type] === undefined);
  if (unknown.length > 0) {
    throw new ConfigurationError(
      unknown.map((type) => ({
        file: "environments/facts/aws-actions.ts",
        path: type,
        value: undefined,
        message: "its IAM actions are not known",
        fix: "add what the provider calls for it: reads, and changes by what they are limited to",
      })),
    );
  }
  return types.flatMap((type) => AWS_ACTIONS[type] ?? []);
}

/** Fills one document after the other; a statement stays whole. */
function packed(statements: readonly Statement[]): readonly PolicyDocument[] {
  const documents: Statement[][] = [];
  for (const statement of statements) {
    const last = documents.at(-1);
    if (last !== undefined && sizeOf(documentOf([...last, statement])) <= LONGEST_POLICY) {
      last.push(statement);
    } else documents.push([statement]);
  }
  return documents.map(documentOf);
}

function documentOf(statements: readonly Statement[]): PolicyDocument {
  return { Version: VERSION, Statement: statements };
}

/** `own-roles` as `OwnRoles`: IAM takes letters and digits. */
function sidOf(text: string): string {
  return text.replace(/(^|-)([a-z])/g, (_all, _hyphen, letter: string) => letter.toUpperCase());
}

function isScope(text: string): text is ActionScope {
  return SCOPES.has(text);
}

const SCOPES: ReadonlySet<string> = new Set(
  Object.values(AWS_ACTIONS).flatMap(({ changes }) => Object.keys(changes)),
);

function distinct(all: readonly string[]): readonly string[] {
  return [...new Set(all)].sort();
}
