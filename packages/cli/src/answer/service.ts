import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { type QueryResult, runServiceQuery, type ServiceQueryProgress } from '@needs-retry/insights';
import type { QueryOptions } from '../options/query-options.js';
import type { Render } from '../render/output.js';
import type { Terminal } from '../terminal.js';
import type { Answered } from './files.js';

/** How much of a log group is looked at where no time is given. */
export const DEFAULT_SPAN_MS = 3_600_000;

export async function answerService(
  text: string,
  options: QueryOptions & { readonly logGroup: readonly string[] },
  render: Render,
  terminal: Terminal,
): Promise<Answered> {
  const {
    logGroup: logGroups,
    region,
    profile,
    limit,
    end = Date.now(),
    start = end - DEFAULT_SPAN_MS,
  } = options;
  let last: QueryResult | undefined;
  const onProgress = (progress: ServiceQueryProgress) => {
    last = progress.result;
    if (terminal.isErrorTerminal) terminal.writeError(`\r\u001b[K${progressLine(progress)}`);
  };
  const onClient = await retryReporter(terminal);
  const signal = terminal.interrupted;
  let isPartial = false;
  try {
    last = await runServiceQuery(text, {
      logGroups,
      start,
      end,
      limit,
      region,
      profile,
      onProgress,
      onClient,
      signal,
    });
  } catch (error) {
    if (!signal.aborted || !last) throw error;
    terminal.writeError('\nStopped: these are the rows so far.');
    isPartial = true;
  } finally {
    if ((terminal.isErrorTerminal || isPartial) && last) terminal.writeError('\n');
  }
  await render(last);
  return { rows: last.rows.length, isPartial };
}

export function progressLine({ status, result, costUsd }: ServiceQueryProgress): string {
  const { recordsScanned, bytesScanned } = result.statistics;
  const megabytes = (bytesScanned / 1e6).toFixed(1);
  return `${status}: ${recordsScanned.toLocaleString('en-US')} records, ${megabytes} MB scanned, about $${costUsd.toFixed(4)}, ${result.rows.length} rows`;
}

/** The command asks with an SDK client, too, and says on standard error what that retries. */
export async function retryReporter(terminal: Terminal): Promise<(client: CloudWatchLogsClient) => void> {
  const { createRetryObserver } = await import('@needs-retry/core');
  const observer = createRetryObserver({ sinks: [] });
  observer.on('needs-retry', ({ operation, attempts, delayMs, cause }) => {
    if (attempts === 1) return;
    const reason = cause?.errorName ?? 'an error';
    terminal.writeError(`${operation} was retried after ${reason} and ${delayMs} ms: attempt ${attempts}\n`);
  });
  return (client) => void observer.observe(client);
}
