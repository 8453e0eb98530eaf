import type { Value } from '../value.js';

/** A function of values: which numbers of arguments it takes, and what it gives. */
export type ScalarFunction = {
  readonly least: number;
  readonly most: number;
  readonly apply: (...values: Value[]) => Value;
};

export function takes(least: number, most: number, apply: (...values: Value[]) => Value): ScalarFunction {
  return { least, most, apply };
}
