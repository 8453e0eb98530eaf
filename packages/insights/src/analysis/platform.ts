import type { Fields } from './fields.js';

/** What Lambda says of an invocation. */
export type Platform = {
  readonly requestId: string;
  readonly durationMs: number | undefined;
  readonly memoryMb: number | undefined;
  readonly isColdStart: boolean;
  readonly timedOut: boolean;
  /** Whether it is the line that each invocation has once, at its end. */
  readonly isReport: boolean;
};

export const PLATFORM_FIELDS = [
  ...['@type', '@requestId', '@duration', '@memorySize', '@initDuration', 'type', 'record.requestId'],
  ...['record.status', 'record.metrics.durationMs', 'record.metrics.memorySizeMB'],
  'record.metrics.initDurationMs',
];

/** What a line of Lambda about an invocation contains, in text and in JSON. */
export const PLATFORM_TEXTS = ['REPORT RequestId: ', 'Task timed out after ', 'platform.report'];

/** Reads the event that `fields` points at; undefined: it is no end of an invocation. */
export function platformIn(fields: Fields, message: string): Platform | undefined {
  const timeout = TIMEOUT.exec(message);
  if (timeout) return timedOutLine(timeout[1]!, Number(timeout[2]) * 1000);
  if (message.startsWith('REPORT ') && fields.text('@type') === 'REPORT') return textReport(fields, message);
  return fields.text('type') === 'platform.report' ? jsonReport(fields) : undefined;
}

const TIMEOUT = /^\S+ ([0-9a-f]{8}-[0-9a-f-]{27}) Task timed out after (\d+(?:\.\d+)?) seconds/;

function timedOutLine(requestId: string, durationMs: number): Platform {
  return {
    requestId,
    durationMs,
    memoryMb: undefined,
    isColdStart: false,
    timedOut: true,
    isReport: false,
  };
}

function textReport(fields: Fields, message: string): Platform | undefined {
  const requestId = fields.text('@requestId');
  if (requestId === undefined) return undefined;
  const memory = fields.number('@memorySize');
  return {
    requestId,
    durationMs: fields.number('@duration'),
    // The service counts these megabytes as 1,000,000 bytes.
    memoryMb: memory === undefined ? undefined : memory / 1_000_000,
    isColdStart: fields.number('@initDuration') !== undefined,
    timedOut: /\tStatus: timeout/.test(message),
    isReport: true,
  };
}

function jsonReport(fields: Fields): Platform | undefined {
  const requestId = fields.text('record.requestId');
  if (requestId === undefined) return undefined;
  return {
    requestId,
    durationMs: fields.number('record.metrics.durationMs'),
    memoryMb: fields.number('record.metrics.memorySizeMB'),
    isColdStart: fields.number('record.metrics.initDurationMs') !== undefined,
    timedOut: fields.text('record.status') === 'timeout',
    isReport: true,
  };
}
