import { need } from '@needs-retry/core/internal';
import type { Events } from '../language/query.js';
import { type Evaluation, evaluated } from './evaluation.js';
import type { LogAlarmQuery } from './log-alarm-query.js';
import { checkSchedule } from './options.js';
import { COMPARISONS, type Condition, MISSING_DATA } from './resources.js';
import { type Window, windowsOf } from './windows.js';

export type ReplayOptions = {
  /** Seconds in whole minutes between two runs of the query, each of which looks at as many. */
  readonly period: number;
  /** What to try, for example several thresholds. */
  readonly conditions: readonly Condition[];
  /** Epoch milliseconds. @defaultValue the first event's time */
  readonly start?: number | undefined;
  /** Epoch milliseconds. @defaultValue the last event's time */
  readonly end?: number | undefined;
  /** Ends it early: it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
};

export type Replay = {
  readonly windows: readonly Window[];
  /** One for each condition. */
  readonly evaluations: readonly Evaluation[];
  /** Events that no window has, because they have no time. */
  readonly withoutTime: number;
};

/**
 * Whether a log alarm would have fired, from the log of that time: the query is asked of every period, and M of N of its
 * values decide.
 *
 * @example
 * const query = logAlarmQuery(catalogueText('throttling'), 'max(throttled)');
 * const { evaluations } = await replayAlarm(query, readLogs('app.log'), { period: 300, conditions: [condition] });
 * @throws {TypeError} for a period or a condition that no alarm can have
 */
export async function replayAlarm(
  query: LogAlarmQuery,
  events: Events,
  options: ReplayOptions,
): Promise<Replay> {
  const { period, conditions, start, end, signal } = options;
  for (const condition of conditions) checkCondition(condition, period);
  const { windows, withoutTime } = await windowsOf(query, events, {
    period: period * 1000,
    start,
    end,
    signal,
  });
  return { windows, withoutTime, evaluations: conditions.map((condition) => evaluated(windows, condition)) };
}

function checkCondition({ threshold, comparison, datapoints, missingData }: Condition, period: number): void {
  checkSchedule(period, datapoints);
  need(Number.isFinite(threshold), 'threshold', 'a number', threshold);
  need(comparison in COMPARISONS, 'comparison', `one of ${Object.keys(COMPARISONS).join(' ')}`, comparison);
  need(MISSING_DATA.includes(missingData), 'missingData', `one of ${MISSING_DATA.join(', ')}`, missingData);
}
