import { isDeepStrictEqual } from 'node:util';
import type { Service } from '../service.js';

/** A promise that every adapter keeps. */
export interface Check {
  readonly promise: string;
  /** What breaks it, in words; none if it is kept. */
  violations(service: Service): Promise<readonly string[]>;
}

/** One violation if two values differ. */
export function differs(what: string, actual: unknown, expected: unknown): readonly string[] {
  if (isDeepStrictEqual(actual, expected)) return [];
  return [`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`];
}
