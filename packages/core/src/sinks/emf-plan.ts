import type { Properties } from '../event.js';
import { need } from '../options.js';
import { quote } from './json.js';
import { DEFAULT_MAX_WAIT_MS } from './stdout.js';

/** The metrics that documents can carry. */
export const METRICS = {
  Throttles: 'Count',
  Retries: 'Count',
  RetryDelay: 'Milliseconds',
  RetriesExhausted: 'Count',
  CallsAtDeadline: 'Count',
  Calls: 'Count',
  Attempts: 'Count',
  CallDuration: 'Milliseconds',
} as const;

export type MetricName = keyof typeof METRICS;

/** What every document repeats. */
export interface EmfPlan {
  /** `"CloudWatchMetrics":[…]` for documents with these metrics. */
  directive(metrics: readonly MetricName[]): string;
  /** The dimensions beside `ServiceId` and `OperationName` as members: `,"Stage":"prod"`. */
  dimensionsOf(properties: Properties): string;
  /** Whether a name is that of a dimension, which no property may have. */
  isDimension(name: string): boolean;
  readonly maxWaitMs: number;
}

export const OWN_DIMENSIONS: readonly string[] = ['ServiceId', 'OperationName'];

/** The plan of a sink without options. */
export function defaultPlan(): EmfPlan {
  return {
    directive: directives(namespaceOf(), [OWN_DIMENSIONS]),
    dimensionsOf: () => '',
    isDimension: () => false,
    maxWaitMs: DEFAULT_MAX_WAIT_MS,
  };
}

/** Gives the `directive` of a plan. */
export function directives(
  namespace: string,
  sets: readonly (readonly string[])[],
  isExtracted: (name: MetricName) => boolean = () => true,
  resolution = '',
): EmfPlan['directive'] {
  const dimensions = sets.map((names) => `[${names.map(quote).join()}]`).join();
  const head = `{"Namespace":${quote(namespace)},"Dimensions":[${dimensions}],"Metrics":[`;
  return (metrics) => {
    const chosen = metrics.filter(isExtracted);
    const definitions = chosen.map((name) => `{"Name":"${name}","Unit":"${METRICS[name]}"${resolution}}`);
    return `"CloudWatchMetrics":[${chosen.length === 0 ? '' : `${head}${definitions.join()}]}`}]`;
  };
}

/** Throws a `TypeError` for a namespace that CloudWatch does not take, which says where it comes from. */
export function namespaceOf(option?: string): string {
  const { NEEDS_RETRY_NAMESPACE: own, AWS_EMF_NAMESPACE: emf } = process.env;
  const name = option !== undefined ? 'namespace' : own ? 'NEEDS_RETRY_NAMESPACE' : 'AWS_EMF_NAMESPACE';
  const value = option === undefined ? own || emf || 'NeedsRetry' : option;
  const isNamespace = typeof value === 'string' && /^(?!AWS\/)(?=.*\S)[\w .#:/-]{1,256}$/.test(value);
  need(isNamespace, name, '1 to 256 of A-Z a-z 0-9 . _ # : / - and space, not beginning with AWS/', value);
  return value;
}
