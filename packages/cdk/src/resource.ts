import type { CloudFormationResource } from '@needs-retry/insights';
import { CfnResource } from 'aws-cdk-lib';
import { CfnAlarm, CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnAccountPolicy, CfnMetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

type ResourceClass = new (scope: Construct, id: string, properties: never) => CfnResource;

/**
 * What every `aws-cdk-lib` of our range has a class for. Log alarms, scheduled queries and the parameters of saved queries
 * came later, and a class that does not know a property drops it: those are plain `CfnResource`s.
 */
const CLASSES: Readonly<Record<string, ResourceClass>> = {
  'AWS::CloudWatch::Alarm': CfnAlarm,
  'AWS::CloudWatch::Dashboard': CfnDashboard,
  'AWS::IAM::Role': CfnRole,
  'AWS::Logs::AccountPolicy': CfnAccountPolicy,
  'AWS::Logs::MetricFilter': CfnMetricFilter,
};

/** Adds a resource to the tree. */
export function resourceOf(scope: Construct, { id, type, properties }: CloudFormationResource): CfnResource {
  const Class = CLASSES[type];
  if (!Class) return new CfnResource(scope, id, { type, properties });
  return new Class(scope, id, camelCased(properties) as never);
}

/** Names as the CDK's classes have them. What is inside a policy is not theirs. */
function camelCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCased);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name[0]!.toLowerCase() + name.slice(1),
      name.endsWith('PolicyDocument') ? inner : camelCased(inner),
    ]),
  );
}
