import { uncountable } from '../options.js';

/** A string as JSON, which never contains the text `needs-retry.`, by which lines are counted. */
export function quote(text: string): string {
  return isPlain(text) ? `"${text}"` : uncountable(JSON.stringify(text));
}

/** True if a text stands in JSON as it is. Most do, and a look costs a third of `JSON.stringify`. */
export function isPlain(text: string): boolean {
  return !SPECIAL.test(text) && !text.includes('needs-retry.');
}

const SPECIAL = /[^ !#-[\]-~]/;

/**
 * The root `level` of what we write: `WARN`, raised to the function's own level, below which the platform drops a JSON
 * document.
 */
export function logLevel(): string {
  const configured = process.env.AWS_LAMBDA_LOG_LEVEL?.toUpperCase();
  return configured === 'ERROR' || configured === 'FATAL' ? configured : 'WARN';
}

/** RFC 3339, as the platform wants `timestamp`. */
export function rfc3339(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
