import type { Condition, Episode, LogAlarmQuery, Replay, Window } from '@needs-retry/insights';
import { renderTable } from '../render/table.js';
import type { Terminal } from '../terminal.js';
import { moment, span } from './words.js';

/** What was asked, and how it would have gone. */
export type Verdict = {
  readonly query: LogAlarmQuery;
  /** Milliseconds. */
  readonly period: number;
  readonly conditions: readonly Condition[];
  readonly replay: Replay;
};

/** A table that compares the thresholds, and one of the times at which the alarm would have fired. */
export function verdictText(verdict: Verdict, terminal: Terminal): string {
  const { conditions, replay } = verdict;
  const { windows } = replay;
  if (windows.length === 0) return 'There are no events to judge an alarm by.\n';
  const style = { color: terminal.isColor, width: terminal.columns };
  const episodes = conditions.flatMap(({ threshold }, index) =>
    replay.evaluations[index]!.episodes.map((episode) => episodeRow(threshold, episode, windows)),
  );
  const tables = [renderTable(rowsOf(summaryRows(verdict)), style)];
  if (episodes.length > 0) tables.push(renderTable(rowsOf(episodes), style));
  return `${headline(verdict)}\n\n${tables.join('\n\n')}\n`;
}

/** The same for programs. Times are in ISO 8601, durations in milliseconds. */
export function verdictJson({ query, period, conditions, replay }: Verdict): string {
  const { windows, evaluations } = replay;
  const iso = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());
  return `${JSON.stringify(
    {
      ...query,
      periodMs: period,
      from: iso(windows[0]?.start),
      to: iso(windows[windows.length - 1]?.end),
      windows: windows.length,
      alarms: conditions.map((condition, index) => ({
        ...condition,
        episodes: evaluations[index]!.episodes.map((episode) => ({
          start: iso(episode.start),
          end: iso(episode.end),
          durationMs: lasted(episode, windows),
          peak: episode.peak,
          contributors: episode.contributors,
        })),
      })),
    },
    undefined,
    2,
  )}\n`;
}

function headline({ query, period, conditions, replay: { windows } }: Verdict): string {
  const { comparison, datapoints, missingData } = conditions[0]!;
  const last = windows[windows.length - 1]!;
  return [
    `${query.aggregation} of each ${span(period)}, from ${moment(windows[0]!.start)} to ${moment(last.end)}:`,
    `alarm if ${datapoints.needed} of ${datapoints.evaluated} are ${comparison} the threshold (missing data: ${missingData}).`,
    valuesLine(windows),
  ].join('\n');
}

/** What helps to choose a threshold. */
function valuesLine(windows: readonly Window[]): string {
  const values = windows.flatMap((window) => [...window.values.values()]).sort((one, other) => one - other);
  if (values.length === 0) return 'No window has a value.';
  const at = (share: number) => round(values[Math.ceil(share * values.length) - 1]!);
  return `Values: median ${at(0.5)}, 9 of 10 at most ${at(0.9)}, highest ${at(1)}.`;
}

type Row = Readonly<Record<string, string>>;

function summaryRows({ conditions, replay: { windows, evaluations } }: Verdict): Row[] {
  return conditions.map(({ threshold }, index) => {
    const { episodes } = evaluations[index]!;
    const durations = episodes.map((episode) => lasted(episode, windows));
    const total = durations.reduce((sum, each) => sum + each, 0);
    return {
      threshold: String(threshold),
      'would have fired': times(episodes.length),
      'in alarm': span(total),
      longest: durations.length === 0 ? '-' : span(Math.max(...durations)),
      first: episodes[0] ? moment(episodes[0].start) : '-',
    };
  });
}

function times(count: number): string {
  if (count === 0) return 'never';
  return count === 1 ? 'once' : `${count} times`;
}

function episodeRow(threshold: number, episode: Episode, windows: readonly Window[]): Row {
  return {
    threshold: String(threshold),
    fired: moment(episode.start),
    ended: episode.end === undefined ? 'not by the end' : moment(episode.end),
    lasted: span(lasted(episode, windows)),
    peak: episode.peak === undefined ? '-' : String(round(episode.peak)),
    by: episode.contributors.length === 0 ? '-' : episode.contributors.join('; '),
  };
}

/** Until it ended, or until the log did. */
function lasted({ start, end }: Episode, windows: readonly Window[]): number {
  return (end ?? windows[windows.length - 1]!.end) - start;
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}

function rowsOf(rows: readonly Row[]) {
  const columns = Object.keys(rows[0]!);
  return {
    columns,
    rows: rows.map((row) => columns.map((field) => ({ field, value: row[field]! }))),
  };
}
