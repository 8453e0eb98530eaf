import { finite, numberOf, type Value } from '../value.js';
import { type ScalarFunction, takes } from './function.js';

export const numericFunctions: Record<string, ScalarFunction> = {
  abs: ofNumber(Math.abs),
  ceil: ofNumber(Math.ceil),
  floor: ofNumber(Math.floor),
  log: ofNumber(Math.log),
  sqrt: ofNumber(Math.sqrt),
  greatest: takes(1, Number.POSITIVE_INFINITY, (...values) => extreme(values, Math.max)),
  least: takes(1, Number.POSITIVE_INFINITY, (...values) => extreme(values, Math.min)),
  round: takes(1, 2, round),
  haversine: takes(4, 4, haversine),
  tonumber: ofNumber((number) => number),
  todouble: ofNumber((number) => number),
  tolong: ofNumber(Math.trunc),
  toint: ofNumber((number) => {
    const whole = Math.trunc(number);
    return whole === (whole | 0) ? whole | 0 : Number.NaN;
  }),
};

function ofNumber(apply: (number: number) => number): ScalarFunction {
  return takes(1, 1, (value) => {
    const number = numberOf(value);
    return number === undefined ? undefined : finite(apply(number));
  });
}

function extreme(values: readonly Value[], pick: (...numbers: number[]) => number): Value {
  const numbers = values.map(numberOf).filter((number) => number !== undefined);
  return numbers.length === 0 ? undefined : pick(...numbers);
}

function round(value: Value, digits: Value = 0): Value {
  const number = numberOf(value);
  const places = numberOf(digits);
  if (number === undefined || places === undefined) return undefined;
  // Shifting the decimal point in the text keeps 1.005 from becoming 1.00499….
  const shifted = Math.round(Number(`${Math.abs(number)}e${Math.trunc(places)}`));
  const rounded = Number(`${shifted}e${-Math.trunc(places)}`) * Math.sign(number);
  return Number.isNaN(rounded) ? number : rounded + 0;
}

const EARTH_RADIUS_KM = 6371;

function haversine(...degrees: Value[]): Value {
  const radians = degrees.map((value) => {
    const number = numberOf(value);
    return number === undefined ? undefined : (number * Math.PI) / 180;
  });
  if (radians.includes(undefined)) return undefined;
  const [lat1, lon1, lat2, lon2] = radians as [number, number, number, number];
  const chord =
    Math.sin((lat2 - lat1) / 2) ** 2 + Math.cos(lat1) * Math.cos(lat2) * Math.sin((lon2 - lon1) / 2) ** 2;
  return finite(2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(chord))));
}
