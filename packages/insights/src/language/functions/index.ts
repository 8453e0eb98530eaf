import { numberOf, type Value } from '../value.js';
import { dateFunctions } from './dates.js';
import { type ScalarFunction, takes } from './function.js';
import { ipFunctions } from './ip.js';
import { jsonFunctions } from './json.js';
import { numericFunctions } from './numeric.js';
import { textFunctions } from './text.js';

/** Every function that is nothing but a function of its arguments' values, by its name in lower case. */
export const scalarFunctions: ReadonlyMap<string, ScalarFunction> = new Map(
  Object.entries({
    ...numericFunctions,
    ...textFunctions,
    ...dateFunctions,
    ...jsonFunctions,
    ...ipFunctions,
    isnumeric: takes(1, 1, (value: Value) => numberOf(value) !== undefined),
    messagesize: takes(1, 1, messageSize),
  }),
);

function messageSize(value: Value): Value {
  return typeof value === 'string' ? Buffer.byteLength(value) : undefined;
}
