import { type NeedsRetryEvent, namePart, type Sink } from '../event.js';
import { checkOptions, need } from '../options.js';
import { logLevel, quote, rfc3339 } from './json.js';
import {
  DEFAULT_LIMITS,
  limitsOf,
  STDOUT_OPTIONS,
  type StdoutOptions,
  stdoutSink,
  stdoutWriter,
} from './stdout.js';
import type { Limits } from './writer.js';

export interface LineOptions extends StdoutOptions {
  /**
   * Writes a JSON object whose `message` is the line, for functions that log JSON only.
   * @defaultValue false
   */
  readonly json?: boolean;
}

/** What a line says. The last four are those of a JSON line. */
export interface ParsedLine {
  readonly eventName: string;
  readonly service: string;
  readonly operation: string;
  readonly count: number;
  readonly attempts?: number;
  readonly requestId?: string;
  readonly level?: string;
  readonly timestamp?: string;
}

/**
 * Writes `needs-retry.<service>.<Operation>|increment|count=1` to stdout at the end of each attempt but a call's first:
 * the line that boto3's users print from their handler of `needs-retry`.
 *
 * @throws TypeError for an unknown option, or one of the wrong type; if this version of Node.js has no way to write
 */
export function lineSink(options: LineOptions = {}): Sink {
  checkOptions('lineSink', options, ['json', ...STDOUT_OPTIONS]);
  const { json = false } = options;
  need(typeof json === 'boolean', 'json', 'a boolean', json);
  return sinkOf(json ? jsonLinesOf(logLevel()) : plainLineOf, limitsOf(options));
}

/** The same without options, which then need no check: a bundle that knows this sink alone has none. */
export function defaultLineSink(): Sink {
  return sinkOf(plainLineOf, DEFAULT_LIMITS);
}

function sinkOf(lineOf: (event: NeedsRetryEvent) => string, limits: Limits): Sink {
  return stdoutSink((event) => {
    if (event.kind === 'needs-retry' && event.attempts > 1) stdoutWriter().write(lineOf(event));
  }, limits);
}

/** The line of a retry, with its line feed. */
export function plainLineOf(event: NeedsRetryEvent): string {
  return `${nameOf(event)}|increment|count=1\n`;
}

/** The same as a JSON object at a `level`. */
export function jsonLinesOf(level: string): (event: NeedsRetryEvent) => string {
  return (event) => {
    const name = nameOf(event);
    const requestId =
      event.requestId === undefined ? '' : `,"requestId":${quote(event.requestId.slice(0, 128))}`;
    return `{"message":"${name}|increment|count=1","event_name":"${name}","attempts":${event.attempts}${requestId},"level":"${level}","timestamp":"${rfc3339(event.timestamp)}"}\n`;
  };
}

function nameOf({ service, operation }: NeedsRetryEvent): string {
  return `needs-retry.${namePart(service)}.${namePart(operation)}`;
}

/** Reads a line back, in either form; undefined for any other text. */
export function parseLine(text: string): ParsedLine | undefined {
  const line = text.endsWith('\n') ? text.slice(0, -1) : text;
  if (!line.startsWith('{')) return parsePlain(line);
  try {
    const { message, attempts, requestId, level, timestamp } = JSON.parse(line);
    const parsed = typeof message === 'string' ? parsePlain(message) : undefined;
    return (
      parsed && {
        ...parsed,
        ...(Number.isInteger(attempts) && { attempts }),
        ...(typeof requestId === 'string' && { requestId }),
        ...(typeof level === 'string' && { level }),
        ...(typeof timestamp === 'string' && { timestamp }),
      }
    );
  } catch {
    return undefined;
  }
}

function parsePlain(line: string): ParsedLine | undefined {
  const match = LINE.exec(line);
  if (match === null) return undefined;
  const [, eventName, service, operation, count] = match as unknown as [
    string,
    string,
    string,
    string,
    string,
  ];
  return { eventName, service, operation, count: Number(count) };
}

const LINE = /^(needs-retry\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+))\|increment\|count=([1-9]\d*)$/;
