import {
  type CloudFormationReferences,
  cloudFormationResources,
  type Datapoints,
  type MonitoringPart,
  monitoringOf,
  type NamedLogGroup,
  type Thresholds,
} from '@needs-retry/insights';
import { Annotations, Aws, type CfnResource, type Duration, Lazy, Names, Stack } from 'aws-cdk-lib';
import { Alarm, type IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { type IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct, type IConstruct } from 'constructs';
import { resourceOf } from './resource.js';

export type RetryInsightsProps = {
  /** Functions whose logs are watched. */
  readonly functions?: readonly IFunction[];
  /** Other log groups that have the lines and documents, such as those of containers. */
  readonly logGroups?: readonly ILogGroup[];
  /** What alarms tell. */
  readonly topics?: readonly ITopic[];
  /** Of the metrics, as `emfSink` has it. @default NeedsRetry */
  readonly namespace?: string;
  /** What all names begin with. @default the path of this construct */
  readonly prefix?: string;
  /** Whole minutes: what alarms sum up, and how often log alarms ask. @default 5 minutes */
  readonly period?: Duration;
  /** M of N, of the alarms on how much there is. @default 3 of 5 */
  readonly datapoints?: Datapoints;
  readonly thresholds?: Thresholds;
  /** What there is to be. @default everything */
  readonly parts?: readonly MonitoringPart[];
  /** What CloudWatch Logs assumes to run queries. @default one is made */
  readonly role?: IRole;
};

/**
 * Saved queries, a dashboard, alarms and a daily report on the retries of functions: what `needs-retry export` writes,
 * from the same source.
 *
 * @example
 * new RetryInsights(this, 'Retries', { functions: [orders], topics: [alarms] });
 */
export class RetryInsights extends Construct {
  /** For composite alarms and dashboards of your own. */
  readonly alarms: readonly IAlarm[];
  /** By the ids that `needs-retry export` uses, such as `AlarmThrottling`. */
  readonly resources: ReadonlyMap<string, CfnResource>;

  /** @throws {TypeError} that names option and value */
  constructor(scope: Construct, id: string, props: RetryInsightsProps) {
    super(scope, id);
    const { namespace, datapoints, thresholds, parts, role, period, topics = [] } = props;
    const monitoring = monitoringOf({
      namespace,
      datapoints,
      thresholds,
      parts,
      prefix: props.prefix ?? Names.uniqueResourceName(this, { maxLength: 64, separator: '-' }),
      logGroups: this.logGroupsOf(props),
      actions: topics.map(({ topicArn }) => topicArn),
      roleArn: role?.roleArn,
      period: period?.toSeconds(),
    });
    const resources = new Map<string, CfnResource>();
    const references: CloudFormationReferences = {
      partition: Aws.PARTITION,
      region: Aws.REGION,
      account: Aws.ACCOUNT_ID,
      // Tokens stand in the text already.
      resolved: (text) => text,
      roleArn: (roleId) => Lazy.string({ produce: () => resources.get(roleId)!.getAtt('Arn').toString() }),
    };
    for (const resource of cloudFormationResources(monitoring, references)) {
      resources.set(resource.id, resourceOf(this, resource));
    }
    this.resources = resources;
    this.alarms = [...monitoring.metricAlarms, ...monitoring.logAlarms].map((alarm) =>
      Alarm.fromAlarmName(this, `${alarm.id}Import`, alarm.name),
    );
    for (const note of monitoring.notes) Annotations.of(this).addInfo(note);
  }

  private logGroupsOf({ functions = [], logGroups = [] }: RetryInsightsProps): NamedLogGroup[] {
    return [
      ...functions.map((each) => ({ name: logGroupNameOf(each), label: this.labelOf(each) })),
      ...logGroups.map((each) => ({ name: each.logGroupName, label: this.labelOf(each) })),
    ];
  }

  /** The name of a log group is known only when it is deployed; its path in the tree is known now. */
  private labelOf({ node }: IConstruct): string {
    const stack = `${Stack.of(this).node.path}/`;
    return node.path.startsWith(stack) ? node.path.slice(stack.length) : node.path;
  }
}

/** That of a function of this app exists before what names it: a metric filter needs it when it is made. */
function logGroupNameOf(fn: IFunction): string {
  return fn instanceof LambdaFunction ? fn.logGroup.logGroupName : `/aws/lambda/${fn.functionName}`;
}
