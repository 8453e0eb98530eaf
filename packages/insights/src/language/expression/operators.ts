import { equal, order } from '../compare.js';
import type { Regex } from '../regex.js';
import type { Reader } from '../row.js';
import type { Arithmetic, Comparison } from '../syntax.js';
import { finite, numberOf, Structure, textOf, truthy } from '../value.js';

export function both(left: Reader, right: Reader): Reader {
  return (row) => truthy(left(row)) && truthy(right(row));
}

export function either(left: Reader, right: Reader): Reader {
  return (row) => truthy(left(row)) || truthy(right(row));
}

export function negated(operand: Reader): Reader {
  return (row) => !truthy(operand(row));
}

export function oneOf(value: Reader, list: readonly Reader[]): Reader {
  return (row) => {
    const wanted = value(row);
    return list.some((item) => equal(wanted, item(row)));
  };
}

export function containing(value: Reader, part: Reader): Reader {
  return (row) => {
    const text = textOf(value(row));
    const wanted = textOf(part(row));
    return text !== undefined && wanted !== undefined && text.includes(wanted);
  };
}

export function matching(value: Reader, regex: Regex): Reader {
  return (row) => {
    const text = textOf(value(row));
    return text !== undefined && regex.test(text);
  };
}

/** A calculation; missing where a side is no number, or the result none. */
export function arithmetic(operator: Arithmetic, left: Reader, right: Reader): Reader {
  const calculate = OPERATORS[operator];
  return (row) => {
    const a = numberOf(left(row));
    if (a === undefined) return undefined;
    const b = numberOf(right(row));
    return b === undefined ? undefined : finite(calculate(a, b));
  };
}

const OPERATORS: Record<Arithmetic, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': (a, b) => a ** b,
};

/** A comparison, which holds or does not. */
export function comparison(operator: Comparison, left: Reader, right: Reader): Reader {
  switch (operator) {
    case '=':
      return (row) => equal(left(row), right(row));
    case '!=':
      // A missing field is different from any value; a map or a list is neither equal nor different.
      return (row) => {
        const a = left(row);
        const b = right(row);
        return !(a instanceof Structure) && !(b instanceof Structure) && !equal(a, b);
      };
    case '<':
      return ordered(left, right, (difference) => difference < 0);
    case '<=':
      return ordered(left, right, (difference) => difference <= 0);
    case '>':
      return ordered(left, right, (difference) => difference > 0);
    case '>=':
      return ordered(left, right, (difference) => difference >= 0);
  }
}

function ordered(left: Reader, right: Reader, holds: (difference: number) => boolean): Reader {
  return (row) => {
    const difference = order(left(row), right(row));
    return difference !== undefined && holds(difference);
  };
}
