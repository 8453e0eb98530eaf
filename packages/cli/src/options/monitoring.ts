import { type Datapoints, MONITORING_PARTS, type MonitoringPart } from '@needs-retry/insights';
import { InvalidArgumentError, Option } from 'commander';
import { TEMPLATE_FORMATS } from '../export/template.js';
import { UsageError } from '../terminal.js';
import { duration } from './values.js';

/** Options of whatever writes a template with alarms. */
export function templateOptions() {
  return {
    format: new Option(
      '--format <format>',
      'a CloudFormation template, JSON for Terraform, or requests of the API',
    ).choices(TEMPLATE_FORMATS),
    logGroup: new Option(
      '--log-group <name>',
      'a log group of the functions; may be given several times',
    ).argParser(several),
    snsTopic: new Option(
      '--sns-topic <arn>',
      'what alarms tell: a topic, or another action; may be given several times',
    ).argParser(several),
    roleArn: new Option(
      '--role-arn <arn>',
      'the role that CloudWatch Logs runs queries with; made if not given',
    ),
    period: new Option(
      '--period <duration>',
      'what one value of an alarm sums up: 5m if not given',
    ).argParser(duration),
    datapoints: new Option(
      '--datapoints <m/n>',
      'how many of the last n values must breach: 3/5 if not given',
    ).argParser(datapoints),
  };
}

export function several(value: string, others: readonly string[] = []): string[] {
  return [...others, value];
}

export function amount(value: string): number {
  const number = Number(value);
  if (/^\d+(\.\d+)?$/.test(value) && Number.isFinite(number)) return number;
  throw new InvalidArgumentError('a number of at least 0');
}

/** `50`, or several to be compared: `20,50`. */
export function thresholds(value: string, others: readonly number[] = []): number[] {
  return [...others, ...value.split(',').map(amount)];
}

export function datapoints(value: string): Datapoints {
  const [, needed, evaluated] = /^(\d+)\/(\d+)$/.exec(value) ?? [];
  if (evaluated === undefined || Number(needed) < 1 || Number(needed) > Number(evaluated))
    throw new InvalidArgumentError('m/n such as 3/5, m at most n');
  return { needed: Number(needed), evaluated: Number(evaluated) };
}

export function parts(value: string, others: readonly MonitoringPart[] = []): MonitoringPart[] {
  return [...others, ...value.split(',').map(part)];
}

function part(value: string): MonitoringPart {
  const known = MONITORING_PARTS.find((each) => each === value);
  if (known) return known;
  throw new InvalidArgumentError(`some of ${MONITORING_PARTS.join(', ')}`);
}

/** What the library says of its options, in the names that were typed. */
export async function inOptionNames<T>(make: () => T | Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(
      error.message.replace(/`([\w.]+)`/g, (quoted, name: string) => TYPED[name] ?? quoted),
    );
  }
}

const TYPED: Readonly<Record<string, string>> = {
  prefix: '--prefix',
  namespace: '--namespace',
  logGroups: '--log-group',
  actions: '--sns-topic',
  roleArn: '--role-arn',
  period: '--period (in seconds)',
  datapoints: '--datapoints',
  aggregation: '--aggregation',
  name: '--name',
};
