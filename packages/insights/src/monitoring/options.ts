import { checkOptions, describe, namespaceOf, need } from '@needs-retry/core/internal';
import type { Datapoints } from './resources.js';

export const PARTS = [
  'saved-queries',
  'dashboard',
  'metric-alarms',
  'log-alarms',
  'report',
  'field-indexes',
  'metric-filters',
] as const;
export type MonitoringPart = (typeof PARTS)[number];

/** Each alarm fires above its number. */
export type Thresholds = {
  /** Throttled attempts in a period. @defaultValue 50 */
  readonly throttles?: number | undefined;
  /** Calls given up in a period. @defaultValue 0 */
  readonly gaveUp?: number | undefined;
  /** Entries in a period that a successful call left undone. @defaultValue 0 */
  readonly partialFailures?: number | undefined;
  /** Retries per call of one service. @defaultValue 0.2 */
  readonly retryRate?: number | undefined;
  /** Retries in a period that cannot help, of one operation. @defaultValue 10 */
  readonly futileRetries?: number | undefined;
  /** Calls in a period in which a function timed out. @defaultValue 0 */
  readonly stuck?: number | undefined;
};

export type MonitoringOptions = {
  /** What all names begin with: letters, digits, `_` and `-`. @defaultValue `NeedsRetry` */
  readonly prefix?: string | undefined;
  /** Of the metrics, as `emfSink` has it. @defaultValue `NeedsRetry` */
  readonly namespace?: string | undefined;
  /** Log groups of the functions, at most 50. Without any there is nothing that reads logs. */
  readonly logGroups?: readonly (string | NamedLogGroup)[] | undefined;
  /** ARNs of what alarms tell, such as an SNS topic; at most 5. */
  readonly actions?: readonly string[] | undefined;
  /** Of a role that CloudWatch Logs may assume to run queries. @defaultValue one is made */
  readonly roleArn?: string | undefined;
  /** Seconds in whole minutes: what alarms sum up, and how often log alarms ask. @defaultValue 300 */
  readonly period?: number | undefined;
  /** M of N, of the alarms on how much there is: throttling, retry rate, futile retries. @defaultValue 3 of 5 */
  readonly datapoints?: Datapoints | undefined;
  readonly thresholds?: Thresholds | undefined;
  /** @defaultValue all */
  readonly parts?: readonly MonitoringPart[] | undefined;
};

/** A log group whose name is not known until it is deployed: the label stands for it in names and ids. */
export type NamedLogGroup = { readonly name: string; readonly label: string };

/** Options that were checked, with what stands for those that were not given. */
export type MonitoringSettings = {
  readonly prefix: string;
  readonly namespace: string;
  readonly logGroups: readonly NamedLogGroup[];
  readonly actions: readonly string[];
  readonly roleArn: string | undefined;
  readonly period: number;
  readonly datapoints: Datapoints;
  readonly thresholds: { readonly [name in keyof Thresholds]-?: number };
  readonly parts: ReadonlySet<MonitoringPart>;
};

const NAMES = [
  'prefix',
  'namespace',
  'logGroups',
  'actions',
  'roleArn',
  'period',
  'datapoints',
  'thresholds',
  'parts',
] as const;

const THRESHOLDS = {
  throttles: 50,
  gaveUp: 0,
  partialFailures: 0,
  retryRate: 0.2,
  futileRetries: 10,
  stuck: 0,
} as const;

/** @throws {TypeError} that names option and value */
export function monitoringSettings(options: MonitoringOptions): MonitoringSettings {
  checkOptions('monitoringOf', options, NAMES);
  const { prefix = 'NeedsRetry', actions = [], roleArn, period = 300, parts = PARTS } = options;
  const { datapoints = { needed: 3, evaluated: 5 } } = options;
  const isPrefix = typeof prefix === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(prefix);
  need(isPrefix, 'prefix', '1 to 64 letters, digits, `_` and `-`', prefix);
  checkActions(actions);
  need(roleArn === undefined || isArn(roleArn), 'roleArn', 'the ARN of a role', roleArn);
  checkSchedule(period, datapoints);
  for (const part of parts) need(PARTS.includes(part), 'parts', `some of ${PARTS.join(', ')}`, part);
  return {
    prefix,
    namespace: namespaceOf(options.namespace ?? 'NeedsRetry'),
    logGroups: logGroupsIn(options.logGroups ?? []),
    actions,
    roleArn,
    period,
    datapoints,
    thresholds: thresholdsIn(options.thresholds ?? {}),
    parts: new Set(parts),
  };
}

/** @throws {TypeError} for ARNs that are none, or too many of them */
export function checkActions(actions: readonly string[]): void {
  need(Array.isArray(actions) && actions.length <= 5, 'actions', 'at most 5 ARNs', actions);
  for (const action of actions) {
    need(isArn(action), 'actions', 'ARNs, such as arn:aws:sns:eu-central-1:123456789012:alarms', action);
  }
}

const DAY = 86_400;

/** @throws {TypeError} for what no alarm can have */
export function checkSchedule(period: number, datapoints: Datapoints): void {
  const isPeriod = Number.isInteger(period) && period % 60 === 0 && period >= 60 && period <= DAY;
  need(isPeriod, 'period', 'a multiple of 60 seconds, up to a day', period);
  const { needed, evaluated } = datapoints;
  const isOf = Number.isInteger(needed) && Number.isInteger(evaluated) && needed >= 1 && needed <= evaluated;
  need(isOf, 'datapoints', 'M of N, such as 3 of 5', `${needed}/${evaluated}`);
  need(evaluated <= 100, 'datapoints', 'of at most 100', evaluated);
  const longest = period < 3600 ? DAY : 7 * DAY;
  need(
    evaluated * period <= longest,
    'datapoints',
    `of at most ${Math.floor(longest / period)} with a period of ${period} seconds: an alarm looks back a day, or seven where its period is an hour or more`,
    `${needed}/${evaluated}`,
  );
}

/** @throws {TypeError} for names that no log group has, and for more than 50 */
export function logGroupsIn(logGroups: readonly (string | NamedLogGroup)[]): NamedLogGroup[] {
  need(Array.isArray(logGroups) && logGroups.length <= 50, 'logGroups', 'at most 50 log groups', logGroups);
  const named = logGroups.map((group) => (typeof group === 'string' ? { name: group, label: group } : group));
  for (const { name, label } of named) {
    const isName = typeof label === 'string' && typeof name === 'string' && isLogGroup(name);
    need(isName, 'logGroups', 'names of log groups, such as /aws/lambda/orders', name);
  }
  const twice = named.find(({ name }, index) => named.findIndex((other) => other.name === name) < index);
  if (twice) throw new TypeError(`Expected each of \`logGroups\` once, got ${describe(twice.name)} twice.`);
  return named;
}

/** A name, or one that holds a token of the CDK, which nobody knows before it is deployed. */
function isLogGroup(name: string): boolean {
  return /^[.\-_/#A-Za-z0-9]{1,512}$/.test(name.replace(/\$\{Token\[[^\]]+\]\}/g, 'x'));
}

function isArn(text: unknown): boolean {
  return typeof text === 'string' && /^(arn:[\w-]+:[\w-]*:[\w-]*:\d*:.+|\$\{Token\[.+)$/.test(text);
}

function thresholdsIn(thresholds: Thresholds): MonitoringSettings['thresholds'] {
  checkOptions('thresholds', thresholds, Object.keys(THRESHOLDS));
  const given = Object.entries(thresholds).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) {
    need(Number.isFinite(value) && value! >= 0, `thresholds.${name}`, 'a number of at least 0', value);
  }
  return { ...THRESHOLDS, ...Object.fromEntries(given) };
}
