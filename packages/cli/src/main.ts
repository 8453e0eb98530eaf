import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import {
  type CatalogueQuery,
  catalogue,
  catalogueText,
  compileQuery,
  FileError,
  type QueryResult,
  QuerySyntaxError,
  readLogs,
  runServiceQuery,
  type ServiceQueryProgress,
  UnsupportedCommandError,
} from '@needs-retry/insights';
import { HELP } from './help.js';
import { type Options, type Output, readArguments, UsageError } from './options.js';
import { renderChart } from './render/chart.js';
import { renderCsv, renderJson, renderJsonLines } from './render/text.js';

/** Where a command writes, and what it is told by the terminal. */
export type Terminal = {
  write(text: string): void;
  /** Standard error: progress and problems. */
  writeError(text: string): void;
  readonly isColor: boolean;
  /** Whether progress can be shown on one line of standard error. */
  readonly isErrorTerminal: boolean;
  /** Whether standard input is a terminal, which has no log to read. */
  readonly isInputTerminal: boolean;
  readonly columns: number;
  /** Aborted when the user presses Ctrl-C. */
  readonly interrupted: AbortSignal;
};

export const EXIT = { answered: 0, empty: 1, usage: 2, failed: 3, interrupted: 130 } as const;

/** Runs the command line and gives its exit code. */
export async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const { words, options } = readArguments(args, Date.now());
    if (options.help || words.length === 0) {
      terminal.write(`${HELP}\n`);
      return options.help ? EXIT.answered : EXIT.usage;
    }
    const [command, ...rest] = words as [string, ...string[]];
    if (command === 'queries') return list(rest, terminal);
    if (command === 'show') return show(rest, options, terminal);
    if (command === 'query') return await query(rest, options, terminal);
    throw new UsageError(`There is no command ${command}: there are queries, query and show.`);
  } catch (error) {
    return explain(error, terminal);
  }
}

function list(words: readonly string[], terminal: Terminal): number {
  if (words.length > 0) throw new UsageError('`needs-retry queries` takes no arguments.');
  const width = Math.max(...catalogue.map(({ name }) => name.length));
  for (const { name, answers, forms, parameters } of catalogue) {
    const options = parameters.map((parameter) => `--${parameter}`).join(' ');
    terminal.write(`${name.padEnd(width)}  ${answers}\n`);
    terminal.write(`${''.padEnd(width)}  --form ${forms.join('|')} ${options}`.trimEnd().concat('\n'));
  }
  return EXIT.answered;
}

function show(words: readonly string[], options: Options, terminal: Terminal): number {
  const [name, ...rest] = words;
  if (name === undefined || rest.length > 0)
    throw new UsageError('`needs-retry show` takes the name of one query.');
  terminal.write(`${catalogueText(name, chosen(options))}\n`);
  return EXIT.answered;
}

async function query(words: readonly string[], options: Options, terminal: Terminal): Promise<number> {
  const [asked, ...files] = words;
  if (asked === undefined) throw new UsageError('`needs-retry query` takes a query, by name or as text.');
  const named = catalogue.find(({ name }) => name === asked);
  const text = named ? catalogueText(named.name, chosen(options)) : textOf(asked, options);
  const answered =
    options.logGroups.length > 0
      ? await onService(text, files, options, terminal)
      : { result: await onFiles(text, files, options, terminal), isPartial: false };
  const { result, isPartial } = answered;

  const rendered = await render(result, options.output ?? (named?.overTime ? 'chart' : 'table'), terminal);
  if (rendered !== '') terminal.write(`${rendered}\n`);
  if (result.rows.length === 0) terminal.writeError(`${emptyNote(named, options)}\n`);
  if (isPartial) return EXIT.interrupted;
  return result.rows.length === 0 && options.failEmpty ? EXIT.empty : EXIT.answered;
}

/** What a text that is no name of a query was meant to be. */
function textOf(asked: string, options: Options): string {
  for (const parameter of ['service', 'operation', 'bin', 'date', 'form'] as const) {
    if (options[parameter] !== undefined) {
      throw new UsageError(
        `--${parameter} is for queries of the catalogue, and ${JSON.stringify(asked)} is none.`,
      );
    }
  }
  if (/^[\w-]+$/.test(asked)) {
    const names = catalogue.map(({ name }) => name).join(', ');
    throw new UsageError(`There is no query ${asked} in the catalogue. There are ${names}.`);
  }
  return asked;
}

async function onFiles(
  text: string,
  files: readonly string[],
  options: Options,
  terminal: Terminal,
): Promise<QueryResult> {
  if (options.region !== undefined || options.profile !== undefined) {
    throw new UsageError('--region and --profile are for the service: name a --log-group, too.');
  }
  if (files.length === 0 && terminal.isInputTerminal) {
    throw new UsageError('Name files, or a --log-group, or pipe a log in.');
  }
  const { start, end, limit, format } = options;
  // First the query, then the files: a mistake in it shows even where the files take long.
  const compiled = compileQuery(text);
  const logs = readLogs(files.length > 0 ? files : ['-'], { format });
  return compiled.run(logs, { start, end, limit, signal: terminal.interrupted });
}

async function onService(
  text: string,
  files: readonly string[],
  options: Options,
  terminal: Terminal,
): Promise<{ readonly result: QueryResult; readonly isPartial: boolean }> {
  if (files.length > 0) throw new UsageError('Name files or a --log-group, not both.');
  const { logGroups, region, profile, limit } = options;
  const end = options.end ?? Date.now();
  const start = options.start ?? end - HOUR;
  let last: QueryResult | undefined;
  const onProgress = (progress: ServiceQueryProgress) => {
    last = progress.result;
    if (terminal.isErrorTerminal) terminal.writeError(`\r\u001b[K${progressLine(progress)}`);
  };
  try {
    const result = await runServiceQuery(text, {
      logGroups,
      start,
      end,
      limit,
      region,
      profile,
      onProgress,
      onClient: await retryReporter(terminal),
      signal: terminal.interrupted,
    });
    return { result, isPartial: false };
  } catch (error) {
    if (!terminal.interrupted.aborted || !last) throw error;
    terminal.writeError('\nStopped: these are the rows so far.');
    return { result: last, isPartial: true };
  } finally {
    if (terminal.isErrorTerminal && last) terminal.writeError('\n');
  }
}

const HOUR = 3_600_000;

function progressLine({ status, result, costUsd }: ServiceQueryProgress): string {
  const { recordsScanned, bytesScanned } = result.statistics;
  const megabytes = (bytesScanned / 1e6).toFixed(1);
  return `${status}: ${recordsScanned.toLocaleString('en-US')} records, ${megabytes} MB scanned, about $${costUsd.toFixed(4)}, ${result.rows.length} rows`;
}

/** The command asks with an SDK client, too, and says on standard error what that retries. */
async function retryReporter(terminal: Terminal): Promise<(client: CloudWatchLogsClient) => void> {
  const { createRetryObserver } = await import('@needs-retry/core');
  const observer = createRetryObserver({ sinks: [] });
  observer.on('needs-retry', ({ operation, attempts, delayMs, cause }) => {
    if (attempts === 1) return;
    const reason = cause?.errorName ?? 'an error';
    terminal.writeError(`${operation} was retried after ${reason} and ${delayMs} ms: attempt ${attempts}\n`);
  });
  return (client) => void observer.observe(client);
}

async function render(result: QueryResult, output: Output, terminal: Terminal): Promise<string> {
  const style = { color: terminal.isColor, width: terminal.columns };
  if (output === 'json') return renderJson(result);
  if (output === 'jsonl') return renderJsonLines(result);
  if (output === 'csv') return renderCsv(result);
  if (result.rows.length === 0) return '';
  const chart = output === 'chart' ? renderChart(result, style) : undefined;
  // Loaded where it is wanted: each library takes as long to load as a small log to read.
  return chart ?? (await import('./render/table.js')).renderTable(result, style);
}

function emptyNote(named: CatalogueQuery | undefined, { form }: Options): string {
  const other = named?.forms.find((known) => known !== (form ?? named.forms[0]));
  return other ? `No rows. A log with lines of the other kind may have some: --form ${other}` : 'No rows.';
}

function chosen({ form, service, operation, bin, date }: Options) {
  return { form, service, operation, bin, date };
}

function explain(error: unknown, terminal: Terminal): number {
  if (terminal.interrupted.aborted) return EXIT.interrupted;
  const message = error instanceof Error ? error.message : String(error);
  terminal.writeError(`${message}\n`);
  if (error instanceof UsageError) {
    terminal.writeError('See needs-retry --help.\n');
    return EXIT.usage;
  }
  const isInput =
    error instanceof QuerySyntaxError ||
    error instanceof UnsupportedCommandError ||
    error instanceof FileError ||
    error instanceof TypeError;
  return isInput ? EXIT.usage : EXIT.failed;
}
