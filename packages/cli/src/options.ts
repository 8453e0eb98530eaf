import { type ParseArgsConfig, parseArgs } from 'node:util';
import { LOG_FORMATS, type LogFormat, type QueryForm } from '@needs-retry/insights';

/** A command line that makes no sense; what is wrong is the message. */
export class UsageError extends Error {}

export const OUTPUTS = ['table', 'chart', 'json', 'jsonl', 'csv'] as const;
export type Output = (typeof OUTPUTS)[number];

export type Options = {
  readonly help: boolean;
  readonly output: Output | undefined;
  readonly failEmpty: boolean;
  readonly format: LogFormat | undefined;
  readonly form: QueryForm | undefined;
  readonly limit: number | undefined;
  readonly logGroups: readonly string[];
  readonly region: string | undefined;
  readonly profile: string | undefined;
  /** Epoch milliseconds. */
  readonly start: number | undefined;
  /** Epoch milliseconds. */
  readonly end: number | undefined;
  readonly service: string | undefined;
  readonly operation: string | undefined;
  readonly bin: string | undefined;
  readonly date: string | undefined;
};

/** @throws {UsageError} */
export function readArguments(
  args: readonly string[],
  now: number,
): { readonly words: string[]; readonly options: Options } {
  const { positionals, values } = parsed(args);
  const since = values.since === undefined ? undefined : now - durationOf(values.since);
  if (since !== undefined && values.start !== undefined) {
    throw new UsageError('Give --since or --start, not both.');
  }
  return {
    words: positionals,
    options: {
      help: values.help ?? false,
      output: oneOf('--output', OUTPUTS, values.output),
      failEmpty: values['fail-empty'] ?? false,
      format: oneOf('--format', LOG_FORMATS, values.format),
      form: oneOf('--form', ['emf', 'line'] as const, values.form),
      limit: limitOf(values.limit),
      logGroups: values['log-group'] ?? [],
      region: values.region,
      profile: values.profile,
      start: values.start === undefined ? since : timeOf('--start', values.start),
      end: values.end === undefined ? undefined : timeOf('--end', values.end),
      service: values.service,
      operation: values.operation,
      bin: values.bin,
      date: values.date,
    },
  };
}

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  output: { type: 'string', short: 'o' },
  'fail-empty': { type: 'boolean' },
  format: { type: 'string' },
  form: { type: 'string' },
  limit: { type: 'string' },
  'log-group': { type: 'string', multiple: true },
  region: { type: 'string' },
  profile: { type: 'string' },
  since: { type: 'string' },
  start: { type: 'string' },
  end: { type: 'string' },
  service: { type: 'string' },
  operation: { type: 'string' },
  bin: { type: 'string' },
  date: { type: 'string' },
} as const satisfies ParseArgsConfig['options'];

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function oneOf<T extends string>(
  option: string,
  known: readonly T[],
  value: string | undefined,
): T | undefined {
  if (value === undefined || known.includes(value as T)) return value as T | undefined;
  throw new UsageError(`Expected ${option} to be ${known.join(', ')}, got ${value}.`);
}

function limitOf(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const limit = Number(value);
  if (Number.isInteger(limit) && limit >= 1) return limit;
  throw new UsageError(`Expected --limit to be a whole number of at least 1, got ${value}.`);
}

const DURATIONS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

function durationOf(value: string): number {
  const [, count, unit] = /^(\d+)([smhdw])$/.exec(value) ?? [];
  if (unit === undefined) throw new UsageError(`Expected --since to be like 30m, 12h or 7d, got ${value}.`);
  return Number(count) * DURATIONS[unit]!;
}

function timeOf(option: string, value: string): number {
  const ms = /^\d{12,}$/.test(value) ? Number(value) : Date.parse(value);
  if (!Number.isNaN(ms)) return ms;
  throw new UsageError(`Expected ${option} to be a date such as 2026-11-10T08:00:00Z, got ${value}.`);
}
