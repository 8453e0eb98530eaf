import type { PartialFailure } from '@needs-retry/core';
import * as fc from 'fast-check';
import type { Service } from '../service.js';
import { commandsOf, fill, inputOf, outputOf, pathsOf } from '../shapes.js';
import type { Check } from './check.js';

export const answers: Check = {
  promise: 'its functions never throw and answer plain data at once, whatever they are given',

  async violations(service: Service) {
    const found = new Set<string>();
    for (const [operation, command] of commandsOf(service)) {
      const [input, output] = [inputOf(command), outputOf(command)].map((shape) =>
        fill(shape, () => undefined, ''),
      );
      for (const violation of violationsOfAnswers(service, input, output, operation)) found.add(violation);
    }
    const value = anything(memberNamesOf(service));
    fc.assert(
      fc.property(value, value, fc.constantFrom(...commandsOf(service).keys()), (one, two, operation) => {
        for (const violation of violationsOfAnswers(service, one, two, operation)) found.add(violation);
      }),
      { numRuns: 300, seed: 1 },
    );
    return [...found];
  },
};

/** The names of all that an adapter may look for, so that it finds anything there. */
function memberNamesOf(service: Service): readonly string[] {
  const shapes = [...commandsOf(service).values()].flatMap((command) => [
    inputOf(command),
    outputOf(command),
  ]);
  const paths = shapes.flatMap((shape) => [...pathsOf(shape)]).filter((path) => !path.includes('{'));
  const ofErrors = [
    'name',
    'message',
    'Code',
    'Reason',
    'CancellationReasons',
    'ThrottlingReasons',
    '$response',
  ];
  const common = ['ErrorCode', 'SenderFault', 'Error', 'Errors', 'Failed', 'Entries'];
  const outer = paths.filter((path) => path.split('.').length < 4).map((path) => path.split('.').at(-1)!);
  return [...new Set([...outer.filter((name) => name !== '*' && name !== ''), ...ofErrors, ...common])];
}

function anything(names: readonly string[]): fc.Arbitrary<unknown> {
  return fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(
        null,
        undefined,
        0,
        -1,
        Number.NaN,
        1e9,
        true,
        false,
        '',
        'arn:',
        'arn:aws:x',
        '\ud800',
        '\n',
        1n,
        Symbol.iterator,
      ),
      fc.string(),
      fc.constant(() => {
        throw new Error('of the value');
      }),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...names), tie('any'), { maxKeys: 8, noNullPrototype: false }),
    ),
  })).any;
}

function violationsOfAnswers(
  { adapter }: Service,
  one: unknown,
  two: unknown,
  operation: string,
): readonly string[] {
  const questions: readonly (readonly [
    name: string,
    ask: () => unknown,
    isRight: (answer: unknown) => boolean,
  ])[] = [
    ['properties', () => adapter.properties?.(one), areProperties],
    ['errorProperties', () => adapter.errorProperties?.(one), areProperties],
    ['classify', () => adapter.classify?.(one, operation), (answer) => CLASSES.includes(answer)],
    ['partialFailures', () => adapter.partialFailures?.(one, two) ?? [], arePartialFailures],
    ['watchStream', () => adapter.watchStream?.(one, fail), (answer) => answer === undefined],
  ];
  return questions.flatMap(([name, ask, isRight]) => {
    try {
      const answer = ask();
      if (isRight(answer)) return [];
      return [answer instanceof Promise ? `${name}: answers a promise` : `${name}: answers what it may not`];
    } catch {
      return [`${name}: throws`];
    }
  });
}

const CLASSES: readonly unknown[] = [
  undefined,
  'throttling',
  'contention',
  'quota',
  'misconfiguration',
  'transient',
];

function fail(): never {
  throw new Error('Nothing was read.');
}

function areProperties(answer: unknown): boolean {
  if (answer === undefined) return true;
  return (
    isPlain(answer) &&
    Object.values(answer).every((value) => value === undefined || typeof value === 'string')
  );
}

function isPlain(value: unknown): value is object {
  return (
    typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then !== 'function'
  );
}

function arePartialFailures(answer: unknown): boolean {
  return Array.isArray(answer) && answer.every(isPartialFailure);
}

function isPartialFailure(failure: PartialFailure): boolean {
  const { retryableEntries, finalEntries, reasons, resource } = failure;
  const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
  const codes = Object.entries(reasons);
  return (
    isCount(retryableEntries) &&
    isCount(finalEntries) &&
    (resource === undefined || typeof resource === 'string') &&
    codes.length <= 10 &&
    codes.every(([code, count]) => /^[A-Za-z0-9_.-]{1,64}$/.test(code) && isCount(count))
  );
}
