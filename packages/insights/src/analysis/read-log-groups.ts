import type { LogEvent } from '../language/event.js';
import type { ResultRow } from '../language/query.js';
import { runServiceQuery, type ServiceQueryOptions } from '../sources/cloudwatch.js';
import { parseTimestamp } from '../sources/timestamps.js';
import { Tables } from './tables.js';

export type LogGroupOptions = Omit<ServiceQueryOptions, 'limit'> & {
  /** Told of each second, in epoch milliseconds, with more events than the service gives. */
  readonly onCut?: ((second: number) => void) | undefined;
};

/** As many as the service gives to one query. */
const MOST_ROWS = 100_000;

/**
 * The events of log groups that `analyzeLogs` looks at, asked for with queries, which cost what they scan. A time with
 * more events than one query gives is asked about in two halves.
 *
 * @throws as `runServiceQuery` does
 */
export async function* readLogGroups({ onCut, ...options }: LogGroupOptions): AsyncGenerator<LogEvent> {
  const { rows } = await runServiceQuery(QUERY, { ...options, limit: MOST_ROWS });
  const from = Math.floor(options.start / 1000);
  const to = Math.floor(options.end / 1000);
  if (rows.length < MOST_ROWS || from >= to) {
    if (rows.length >= MOST_ROWS) onCut?.(from * 1000);
    for (const row of rows) yield eventOf(row);
    return;
  }
  const middle = Math.floor((from + to) / 2);
  yield* readLogGroups({ ...options, onCut, end: middle * 1000 });
  yield* readLogGroups({ ...options, onCut, start: (middle + 1) * 1000 });
}

const QUERY = `fields @timestamp, @message, @logStream, @log
| filter ${Tables.TEXTS.map((text) => `@message like '${text}'`).join(' or ')}
| sort @timestamp asc`;

function eventOf(row: ResultRow): LogEvent {
  const values = new Map(row.map(({ field, value }) => [field, value]));
  return {
    timestamp: parseTimestamp(values.get('@timestamp') ?? '') ?? Number.NaN,
    message: values.get('@message') ?? '',
    logStream: values.get('@logStream'),
    log: values.get('@log'),
  };
}
