import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudFormationSchema } from './cloudformation-schema.js';

type Attribute = { readonly required: boolean; readonly type?: string; readonly block?: Block };
type Block = { readonly [name: string]: Attribute };

const PROVIDER = (
  JSON.parse(readFileSync(join(__dirname, 'terraform-schema.json'), 'utf8')) as {
    resources: Record<string, Block>;
  }
).resources;

/**
 * What is wrong with a configuration. Resources of `hashicorp/aws` are compared with its schema. Those of
 * `hashicorp/awscc` are made from CloudFormation's schemas by one rule, so their names are compared with those: no
 * binding of that provider is published.
 */
export function terraformProblems(configuration: unknown, cloudFormation: CloudFormationSchema): string[] {
  const { resource } = configuration as { resource: Record<string, Record<string, object>> };
  return Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).flatMap(([name, values]) => {
      const path = `${type}.${name}`;
      if (!type.startsWith('awscc_')) return inBlock(PROVIDER[type], values, path);
      const properties = camelCased(values) as object;
      const Type = CLOUD_CONTROL[type];
      if (Type === undefined) return [`${type} is unknown`];
      return cloudFormation.problemsOf({ Resources: { [path]: { Type, Properties: properties } } });
    }),
  );
}

const CLOUD_CONTROL: Readonly<Record<string, string>> = {
  awscc_cloudwatch_log_alarm: 'AWS::CloudWatch::LogAlarm',
  awscc_logs_query_definition: 'AWS::Logs::QueryDefinition',
  awscc_logs_scheduled_query: 'AWS::Logs::ScheduledQuery',
};

function inBlock(known: Block | undefined, values: object, path: string): string[] {
  if (!known) return [`${path} is unknown`];
  const missing = Object.keys(known)
    .filter((name) => known[name]!.required && !(name in values))
    .map((name) => `${path}.${name} is missing`);
  const problems = Object.entries(values).flatMap(([name, value]) => {
    const attribute = known[name];
    if (!attribute) return [`${path}.${name} is unknown`];
    if (!attribute.block)
      return isOf(attribute.type!, value) ? [] : [`${path}.${name} is no ${attribute.type}`];
    const blocks = Array.isArray(value) ? value : [value];
    return blocks.flatMap((block) => inBlock(attribute.block, block, `${path}.${name}`));
  });
  return [...missing, ...problems];
}

function isOf(type: string, value: unknown): boolean {
  if (type === 'stringList') return Array.isArray(value) && value.every((each) => typeof each === 'string');
  if (type === 'stringMap') return Object.values(value as object).every((each) => typeof each === 'string');
  return typeof value === type;
}

/** `scheduled_query_role_arn` is `ScheduledQueryRoleARN` there: the names that are not plain stand here. */
const OTHER_NAMES: Readonly<Record<string, string>> = { scheduled_query_role_arn: 'ScheduledQueryRoleARN' };

function camelCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCased);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      OTHER_NAMES[name] ?? name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      camelCased(inner),
    ]),
  );
}
