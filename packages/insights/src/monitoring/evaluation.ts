import type { Comparison, Condition } from './resources.js';
import type { Window } from './windows.js';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** From when to when an alarm was in the state `ALARM`. */
export type Episode = {
  /** Epoch milliseconds: the end of the window whose value made it fire. */
  readonly start: number;
  /** Epoch milliseconds; undefined: it had not ended at the end of the log. */
  readonly end: number | undefined;
  /** The value farthest beyond the threshold from the first window that counted to the last. */
  readonly peak: number | undefined;
  /** Which contributors were in alarm; none without `by`. */
  readonly contributors: readonly string[];
};

/** How an alarm would have gone: its state after each window, and when it was in alarm. */
export type Evaluation = {
  readonly states: readonly AlarmState[];
  readonly episodes: readonly Episode[];
};

/** Judges windows as CloudWatch judges the results of a log alarm's query. */
export function evaluated(windows: readonly Window[], condition: Condition): Evaluation {
  const contributors = [...new Set(windows.flatMap(({ values }) => [...values.keys()]))];
  const isSingle = contributors.every((contributor) => contributor === '');
  const series = isSingle
    ? [
        {
          contributor: '',
          states: statesOf(
            windows.map(({ values }) => values.get('')),
            condition,
          ),
        },
      ]
    : contributors.map((contributor) => ({
        contributor,
        states: contributorStates(windows, contributor, condition),
      }));
  const overall = isSingle ? series[0]!.states : anyOf(windows, series, condition);
  return { states: overall, episodes: episodesOf(windows, overall, series, condition) };
}

/** M of the last N, whatever stands for values that are missing. */
function statesOf(values: readonly (number | undefined)[], condition: Condition): AlarmState[] {
  const { datapoints, missingData } = condition;
  const states: AlarmState[] = [];
  for (let index = 0; index < values.length; index++) {
    const last = values.slice(Math.max(0, index + 1 - datapoints.evaluated), index + 1);
    const breaching = last.filter((value) =>
      value === undefined ? missingData === 'breaching' : breaches(value, condition),
    ).length;
    const isUnknown =
      (missingData === 'missing' || missingData === 'ignore') && last.every((value) => value === undefined);
    const before = states[index - 1] ?? 'INSUFFICIENT_DATA';
    if (breaching >= datapoints.needed) states.push('ALARM');
    else if (isUnknown) states.push(missingData === 'ignore' ? before : 'INSUFFICIENT_DATA');
    else states.push(last.length < datapoints.evaluated ? 'INSUFFICIENT_DATA' : 'OK');
  }
  return states;
}

/** A contributor that the last result does not have is OK, whatever is done about missing data. */
function contributorStates(
  windows: readonly Window[],
  contributor: string,
  condition: Condition,
): AlarmState[] {
  const values = windows.map((window) => window.values.get(contributor));
  return statesOf(values, condition).map((state, index) => (values[index] === undefined ? 'OK' : state));
}

type Series = { readonly contributor: string; readonly states: readonly AlarmState[] };

/** In alarm if any contributor is; a result without contributors is missing data. */
function anyOf(windows: readonly Window[], series: readonly Series[], condition: Condition): AlarmState[] {
  const never = windows.map(({ values }) => (values.size === 0 ? undefined : Number.NaN));
  const without = statesOf(never, condition);
  return windows.map((_, index) =>
    series.some(({ states }) => states[index] === 'ALARM') ? 'ALARM' : without[index]!,
  );
}

const BREACHES: Readonly<Record<Comparison, (value: number, threshold: number) => boolean>> = {
  '>': (value, threshold) => value > threshold,
  '>=': (value, threshold) => value >= threshold,
  '<': (value, threshold) => value < threshold,
  '<=': (value, threshold) => value <= threshold,
};

function breaches(value: number, { comparison, threshold }: Condition): boolean {
  return BREACHES[comparison](value, threshold);
}

function episodesOf(
  windows: readonly Window[],
  states: readonly AlarmState[],
  series: readonly Series[],
  condition: Condition,
): Episode[] {
  const episodes: Episode[] = [];
  for (let first = 0; first < windows.length; first++) {
    if (states[first] !== 'ALARM') continue;
    let next = first;
    while (states[next] === 'ALARM') next++;
    const inAlarm = series.filter((each) => each.states.slice(first, next).includes('ALARM'));
    episodes.push({
      start: windows[first]!.end,
      end: windows[next]?.end,
      peak: peakOf(
        windows.slice(Math.max(0, first + 1 - condition.datapoints.evaluated), next),
        inAlarm,
        condition,
      ),
      contributors: inAlarm.map(({ contributor }) => contributor).filter((contributor) => contributor !== ''),
    });
    first = next;
  }
  return episodes;
}

function peakOf(
  windows: readonly Window[],
  series: readonly Series[],
  { comparison }: Condition,
): number | undefined {
  const values = windows
    .flatMap((window) => series.map(({ contributor }) => window.values.get(contributor)))
    .filter((value) => value !== undefined);
  if (values.length === 0) return undefined;
  return comparison.startsWith('>') ? Math.max(...values) : Math.min(...values);
}
