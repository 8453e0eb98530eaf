import type { ErrorClass, PartialFailure } from '@needs-retry/core';
import { SECRET } from './privacy.js';
import type { Batch, Service } from './service.js';

/** A successful answer to a batch, and what of the batch it left undone. */
export interface Undone {
  readonly title: string;
  readonly operation: string;
  readonly input: object;
  readonly output: object;
  readonly failures: readonly Failure[];
}

/** What an event must say of one resource. */
export interface Failure extends PartialFailure {
  readonly errorClass: ErrorClass | undefined;
}

/** Answers to every batch of a service: with no failure, with each code, with all of them, and with too many to tell. */
export function undoneOf({ batches = [], leftovers = [] }: Service): readonly Undone[] {
  return [
    ...batches.flatMap((batch) => outcomesOf(batch).map((codes) => undoneBy(batch, codes))),
    ...leftovers.map(({ operation, input, output, ...failure }) => ({
      title: operation,
      operation,
      input,
      output,
      failures: [{ ...failure, errorClass: undefined }],
    })),
  ];
}

/** Of each entry the code with which it failed, or undefined. */
export type Codes = readonly (string | undefined)[];

/** The answer in which the entries failed with these codes. */
export function undoneBy(batch: Batch, codes: Codes): Undone {
  return {
    title: `${batch.operation} [${codes.join().slice(0, 80)}]`,
    operation: batch.operation,
    input: batch.input(codes.length, `${SECRET}entry`),
    output: batch.output(codes, `${SECRET}entry`),
    failures: failuresOf(batch, codes),
  };
}

function outcomesOf({ codes }: Batch): readonly Codes[] {
  const all = Object.keys(codes);
  const odd = [Array.from({ length: 12 }, (_, i) => `Code${i}`), ['A "b"|c\n needs-retry.x'.repeat(9)]];
  return [
    [undefined, undefined],
    ...all.map((code) => [code]),
    all,
    // Of several resources, where entries have them.
    Array.from({ length: 7 }, (_, i) => all[i % all.length]),
    all.flatMap((code, i) => [undefined, ...Array.from({ length: i + 1 }, () => code)]),
    // A service that gives no codes gives no odd ones either.
    ...(all.includes('') ? [] : odd),
  ];
}

function failuresOf(batch: Batch, codes: Codes): readonly Failure[] {
  const resources = new Set(codes.flatMap((code, i) => (code === undefined ? [] : [batch.resource(i)])));
  return [...resources].map((resource) => {
    const failed = codes.filter(
      (code, i) => code !== undefined && batch.resource(i) === resource,
    ) as string[];
    const retryable = failed.filter((code) => batch.codes[code] === 'retryable');
    const classes = retryable.map((code) => batch.classes[code]);
    return {
      resource,
      retryableEntries: retryable.length,
      finalEntries: failed.length - retryable.length,
      reasons: reasonsOf(failed),
      errorClass: BY_WEIGHT.find((errorClass) => classes.includes(errorClass)),
    };
  });
}

const BY_WEIGHT: readonly ErrorClass[] = ['throttling', 'contention', 'transient'];

/** How often each code was given: the first ten, as far as a code may go. */
function reasonsOf(codes: readonly string[]): Readonly<Record<string, number>> {
  const clean = codes
    .map((code) => code.replace(/[^A-Za-z0-9_.-]/g, '').slice(0, 64))
    .filter((code) => code !== '');
  const told = [...new Set(clean)].slice(0, 10);
  return Object.fromEntries(told.map((code) => [code, clean.filter((each) => each === code).length]));
}
