import fs from 'node:fs';
import { answer, type Handle } from './subjects.js';

/** Answers the first attempt of every tenth call with 503, however many are in flight: each of those is retried once. */
export function throttlingATenth(before: () => Promise<void> = async () => {}): Handle {
  let calls = 0;
  return async ({ headers }) => {
    const isFirst = headers['amz-sdk-request']?.startsWith('attempt=1;');
    const statusCode = isFirst && calls++ % 10 === 0 ? 503 : 200;
    await before();
    return answer(statusCode);
  };
}

/** How many of `calls` that one client makes are retried so. */
export function retriesOf(calls: number): number {
  return Math.ceil(calls / 10);
}

/** Counts the lines of retries that are written from now on. */
export function countLines(): () => number {
  let lines = 0;
  const { writeSync } = fs;
  function counted(descriptor: number, text: string | Buffer, from = 0, length = text.length): number {
    const written = typeof text === 'string' ? Buffer.from(text) : text.subarray(from, from + length);
    for (let at = written.indexOf(LINE); at !== -1; at = written.indexOf(LINE, at + 1)) lines++;
    return writeSync(descriptor, written);
  }
  fs.writeSync = counted as typeof fs.writeSync;
  return () => lines;
}

const LINE = '|increment|count=1\n';
