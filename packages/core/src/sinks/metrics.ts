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

/** Metrics of a document, as members of it. */
export interface Metrics {
  /** Which they are: a bit for each row of the table. */
  readonly which: number;
  /** `,"Retries":1,"Throttles":0` */
  readonly text: string;
}

export function metricsOf(event: ReportableEvent): Metrics {
  let which = 0;
  let text = '';
  const ofKind = rowsOf(event.kind);
  // No iterator, which costs several times as much while the code is cold.
  for (let i = 0; i < ofKind.length; i++) {
    const row = ofKind[i]!;
    const value = row.valueOf(event);
    if (value === undefined) continue;
    which |= row.bit;
    text += `,"${row.name}":${json(value)}`;
  }
  return { which, text };
}

/** The metrics that have a bit in `which`. */
export function namesOf(which: number): readonly MetricName[] {
  return METRIC_NAMES.filter((_, i) => (which & (1 << i)) !== 0);
}

/** Sums of the metrics of several events. Durations are not summed: their values make a distribution. */
export class Sums {
  private readonly values = new Map<Row, number | number[]>();

  add(event: ReportableEvent): void {
    for (const row of rowsOf(event.kind)) {
      const value = row.valueOf(event);
      if (value === undefined) continue;
      const sum = this.values.get(row) ?? (METRICS[row.name].unit === 'Count' ? 0 : []);
      if (typeof sum === 'object') sum.push(...[value].flat());
      this.values.set(row, typeof sum === 'object' ? sum : sum + Number(value));
    }
  }

  /** True if a metric has as many values as a document can. */
  get isFull(): boolean {
    return [...this.values.values()].some((sum) => typeof sum === 'object' && sum.length >= MAX_VALUES);
  }

  /** The sums, which then begin anew. */
  take(): Metrics {
    let which = 0;
    let text = '';
    for (const [{ bit, name }, value] of this.values) {
      which |= bit;
      text += `,"${name}":${json(value)}`;
    }
    this.values.clear();
    return { which, text };
  }
}

interface Row {
  readonly name: MetricName;
  readonly bit: number;
  valueOf(event: ReportableEvent): Value | undefined;
}

const rows: { [K in Kind]?: readonly Row[] } = {};

/** The table's rows for a kind of event. */
function rowsOf(kind: Kind): readonly Row[] {
  rows[kind] ??= METRIC_NAMES.flatMap((name, i) => {
    const value = (METRICS[name] as Metric)[kind] as Row['valueOf'] | undefined;
    return value === undefined ? [] : [{ name, bit: 1 << i, valueOf: value }];
  });
  return rows[kind];
}

/** What CloudWatch takes: an event of somebody else's making may hold anything. */
function json(value: Value): string {
  if (typeof value === 'object') return `[${value.map(json).join()}]`;
  return Number.isFinite(value) ? `${value}` : '0';
}
