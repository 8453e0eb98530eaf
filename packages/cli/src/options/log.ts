import { LOG_FORMATS, type LogFormat } from '@needs-retry/insights';
import { Option } from 'commander';
import { type Terminal, UsageError } from '../terminal.js';
import { duration, time } from './values.js';

/** Which log, and what of it. */
export type LogOptions = {
  readonly format?: LogFormat;
  readonly logGroup?: readonly string[];
  readonly region?: string;
  readonly profile?: string;
  /** Milliseconds. */
  readonly since?: number;
  /** Epoch milliseconds. */
  readonly start?: number;
  /** Epoch milliseconds. */
  readonly end?: number;
};

/** The options of `LogOptions`. */
export const LOG_OPTIONS: readonly Option[] = [
  new Option('--format <format>', 'how the files hold events; recognised if not given').choices(LOG_FORMATS),
  new Option('--log-group <name>', 'ask CloudWatch Logs (costs money); may be given several times').argParser(
    (name: string, names: readonly string[] = []) => [...names, name],
  ),
  new Option('--region <region>', 'of the AWS account'),
  new Option('--profile <profile>', 'of the AWS account'),
  new Option('--since <duration>', 'such as 30m, 12h, 7d: from then until now').argParser(duration),
  new Option('--start <time>', 'such as 2026-11-10T08:00:00Z; UTC without a zone').argParser(time),
  new Option('--end <time>', 'likewise, included').argParser(time),
];

/** A log to read: files, or log groups of the service. */
export type Log =
  | { readonly files: readonly string[]; readonly logGroups?: undefined }
  | { readonly logGroups: readonly string[] };

/** @throws {UsageError} where it is not clear which log is meant */
export function logOf(files: readonly string[], options: LogOptions, terminal: Terminal): Log {
  if (options.since !== undefined && options.start !== undefined) {
    throw new UsageError('Give --since or --start, not both.');
  }
  if (options.logGroup) {
    if (files.length > 0) throw new UsageError('Name files or a --log-group, not both.');
    return { logGroups: options.logGroup };
  }
  if (options.region !== undefined || options.profile !== undefined) {
    throw new UsageError('--region and --profile are for the service: name a --log-group, too.');
  }
  if (files.length === 0 && terminal.isInputTerminal) {
    throw new UsageError('Name files, or a --log-group, or pipe a log in.');
  }
  return { files: files.length > 0 ? files : ['-'] };
}

/** The options with `start` where `since` was given. */
export function withStart<Options extends LogOptions>({
  since,
  ...options
}: Options): Omit<Options, 'since'> {
  return since === undefined ? options : { ...options, start: Date.now() - since };
}

/** Options under a heading of the help. */
export function inGroup(heading: string, options: readonly Option[]): Option[] {
  return options.map((option) => option.helpGroup(`${heading}:`));
}
