import type { ReportableEvent } from '../event.js';

type Kind = ReportableEvent['kind'];
type EventOfKind<K extends Kind> = Extract<ReportableEvent, { readonly kind: K }>;
type Value = number | readonly number[];

/** A metric: its unit, and its value by the kind of event. It is left out where the value is undefined. */
type Metric = { readonly unit: 'Count' | 'Milliseconds' } & {
  readonly [K in Kind]?: (event: EventOfKind<K>) => Value | undefined;
};

/** Every metric that documents have: directives, values, sums of bursts and the names that properties may not have. */
const METRICS = {
  Retries: { unit: 'Count', 'needs-retry': ({ attempts }) => (attempts > 1 ? 1 : undefined) },
  Throttles: {
    unit: 'Count',
    'needs-retry': ({ attempts, throttled }) => (throttled ? 1 : attempts > 1 ? 0 : undefined),
    'stream-error': ({ errorClass }) => (errorClass === 'throttling' ? 1 : undefined),
  },
  RetryDelay: {
    unit: 'Milliseconds',
    'needs-retry': ({ attempts, delayMs }) => (attempts > 1 ? (delayMs ?? 0) : undefined),
  },
  RetriesExhausted: { unit: 'Count', 'after-call': () => 1 },
  RetryableEntries: { unit: 'Count', 'partial-failure': ({ retryableEntries }) => retryableEntries },
  StreamErrors: { unit: 'Count', 'stream-error': () => 1 },
  CallsAtDeadline: { unit: 'Count', deadline: () => 1 },
  Calls: { unit: 'Count', summary: ({ calls }) => calls },
  Attempts: { unit: 'Count', summary: ({ attempts }) => attempts },
  CallDuration: {
    unit: 'Milliseconds',
    summary: ({ callDurationsMs }) => callDurationsMs.slice(0, MAX_VALUES),
  },
} satisfies Record<string, Metric>;

export type MetricName = keyof typeof METRICS;

export const METRIC_NAMES = Object.keys(METRICS) as readonly MetricName[];

/** How many values a metric may have in a document (EMF specification). */
export const MAX_VALUES = 100;

export function unitOf(name: MetricName): Metric['unit'] {
  return METRICS[name].unit;
}

/** The metrics of a document: names and values, in the table's order. */
export type Values = readonly (readonly [MetricName, Value])[];

export function valuesOf(event: ReportableEvent): Values {
  const values: [MetricName, Value][] = [];
  for (const name of METRIC_NAMES) {
    const valueOf = (METRICS[name] as Metric)[event.kind] as
      | ((event: ReportableEvent) => Value | undefined)
      | undefined;
    const value = valueOf?.(event);
    if (value !== undefined) values.push([name, finite(value)]);
  }
  return values;
}

/** What CloudWatch takes: an event of somebody else's making may hold anything. */
function finite(value: Value): Value {
  if (typeof value === 'object') return value.map((each) => finite(each) as number);
  return Number.isFinite(value) ? value : 0;
}
