import {
  type Analysis,
  type AnalysisOptions,
  analyzeLogs,
  type LogEvent,
  readLogGroups,
  readLogs,
} from '@needs-retry/insights';
import type { Log, LogOptions } from '../options/log.js';
import type { Terminal } from '../terminal.js';
import { DEFAULT_SPAN_MS, progressLine, retryReporter } from './service.js';

export type AnalysisAsked = LogOptions & Pick<AnalysisOptions, 'architecture' | 'pricePerGbSecond'>;

/** Counts what a log says of retries, from files or on the service; a service is asked about the last hour. */
export async function analysisOf(log: Log, asked: AnalysisAsked, terminal: Terminal): Promise<Analysis> {
  const { start, end, architecture, pricePerGbSecond, format } = asked;
  const options = { start, end, architecture, pricePerGbSecond, signal: terminal.interrupted };
  if (log.logGroups) return analyzeLogs(await serviceEvents(log.logGroups, asked, terminal), options);
  const onNote = ({ message }: { readonly message: string }) => terminal.writeError(`${message}\n`);
  return analyzeLogs(readLogs(log.files, { format, onNote }), options);
}

async function serviceEvents(
  logGroups: readonly string[],
  { region, profile, end = Date.now(), start = end - DEFAULT_SPAN_MS }: AnalysisAsked,
  terminal: Terminal,
): Promise<AsyncIterable<LogEvent>> {
  return readLogGroups({
    ...{ logGroups, start, end, region, profile },
    signal: terminal.interrupted,
    onClient: await retryReporter(terminal),
    onProgress: (progress) => {
      if (terminal.isErrorTerminal) terminal.writeError(`\r\u001b[K${progressLine(progress)}`);
    },
    onCut: (second) =>
      terminal.writeError(
        `The service gives 100,000 events at most, and ${new Date(second).toISOString()} has more: some are missing.\n`,
      ),
  });
}
