import { randomUUID } from 'node:crypto';
import { healthy, SCENARIOS } from './scenarios.js';

/** The logs of all scenarios and of the function to which nothing happens, one after the other. */
export async function everything(): Promise<string[]> {
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
  const logs = [];
  for (const scenario of [...Object.values(SCENARIOS), healthy]) logs.push(await scenario());
  warn.mockRestore();
  return logs.flat();
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const HOUR = 3_600_000;

/** A log with as many retries: the lines of `log` again and again, of other invocations at other times. */
export function manyTimes(log: readonly string[], retries: number): string[] {
  const times = Math.ceil(retries / log.filter(isRetry).length);
  const lines = Array.from({ length: times }, (_, time) =>
    again(log, Date.UTC(2026, 2, 1) + (time / times) * 6 * HOUR),
  ).flat();
  let found = 0;
  const last = lines.findIndex((line) => isRetry(line) && ++found === retries);
  return lines.slice(0, last + 1);
}

function isRetry(line: string): boolean {
  return line.includes('"Retries":1');
}

function again(log: readonly string[], start: number): string[] {
  const ids = new Map<string, string>();
  const first = Number(/"Timestamp":(\d+)/.exec(log.join('\n'))![1]);
  return log.map((line) =>
    line
      .replace(UUID, (id) => {
        if (!ids.has(id)) ids.set(id, randomUUID());
        return ids.get(id)!;
      })
      .replace(/"Timestamp":(\d+)/, (_, time) => `"Timestamp":${Math.round(Number(time) - first + start)}`),
  );
}

const HOSTILE = [
  '</script><script>alert(1)</script>',
  '<img src=x onerror=alert(2)>',
  '"><svg onload=alert(3)>',
  '=HYPERLINK("http://192.0.2.1/","x")',
  'javascript:alert(4)',
  '\u202egnp.exe \u2066\u200f',
  '\u001b]0;title\u0007\u001b[31mred\u001b[2J',
  '__proto__',
  '{{alert(5)}}<!--\u2028\u0000',
];
/** Without these a document is none. */
const KEPT = new Set([
  'kind',
  'burstOf',
  'phase',
  'errorClass',
  'causeClass',
  'retryMode',
  'gaveUpBecause',
  'futile',
]);

/** The same log in which every field that can hold a text holds one that wants to be more than a text. */
export function hostile(log: readonly string[]): string[] {
  let next = 0;
  return log.map((line) => {
    if (!line.startsWith('{')) return line;
    return JSON.stringify(JSON.parse(line), (name, value) => {
      if (typeof value !== 'string' || KEPT.has(name) || !Number.isNaN(Number(name))) return value;
      const text = HOSTILE[next++ % HOSTILE.length]!;
      return name === 'throttlingReason' ? `${text}KeyRangeThroughputExceeded` : text;
    });
  });
}
