import { isObject, type SdkError } from './client.js';

/**
 * Milliseconds that an error's response asked to wait, in `x-amz-retry-after` (milliseconds) or `retry-after` (seconds,
 * or a date): the first of them that it has. Undefined if it asked for nothing, or for nothing that can be read.
 *
 * Source: `parseRetryAfterHeader` of `@smithy/core` 3.41.
 */
export function retryAfterOf(error: unknown): number | undefined {
  try {
    const headers = (error as SdkError | undefined)?.$response?.headers;
    if (!isObject(headers)) return undefined;
    for (const [header, value] of Object.entries(headers)) {
      const name = header.toLowerCase();
      if (name === 'x-amz-retry-after') return wholeMs(Number(value));
      if (name === 'retry-after') return wholeMs(msOfSecondsOrDate(String(value)));
    }
  } catch {
    // The error is odd: then it asked for nothing.
  }
  return undefined;
}

function msOfSecondsOrDate(value: string): number {
  return /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now();
}

function wholeMs(ms: number): number | undefined {
  return Number.isFinite(ms) ? Math.max(0, Math.round(ms)) : undefined;
}
