/**
 * A string as JSON. Never contains the text `needs-retry.`, by which lines are counted: its dot is then written as
 * `\u002e`, which every JSON reader reads back as a dot.
 */
export function quote(text: string): string {
  // Most texts are as they are: a look costs a third of `JSON.stringify`.
  if (!SPECIAL.test(text)) return `"${text}"`;
  return JSON.stringify(text).replaceAll('needs-retry.', 'needs-retry\\u002e');
}

const SPECIAL = /[^ !#-[\]-~]|needs-retry\./;

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
