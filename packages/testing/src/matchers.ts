import type { NeedsRetryEvent } from '@needs-retry/core';
import { describe, need } from '@needs-retry/core/internal';
import { type EmfDocument, isRecordingSink, type RecordingSink } from './recording.js';

/** The matchers, as Jest's and Vitest's types have them. `R` is what a matcher returns. */
export interface RetryMatchers<R = void> {
  /**
   * Expects retries: of an operation (`s3.ListBuckets`), or of all operations of a service (`s3`).
   *
   * @param times how many; without it, one at least
   */
  toHaveRetried(operation: string, times?: number): R;
  /** Expects a document that has these members, among others. A value may be an asymmetric matcher. */
  toHaveEmittedEmf(members: EmfDocument): R;
}

/** What Jest and Vitest hand to a matcher. */
interface Context {
  readonly isNot?: boolean;
  equals(a: unknown, b: unknown): boolean;
  readonly utils: {
    matcherHint(name: string, received?: string, expected?: string, options?: object): string;
    printExpected(value: unknown): string;
    printReceived(value: unknown): string;
    diff(expected: unknown, received: unknown): string | null | undefined;
  };
}

interface Verdict {
  readonly pass: boolean;
  message(): string;
}

/** For `expect.extend`, where none of `/jest`, `/jest-globals` and `/vitest` does it. */
export const retryMatchers = {
  toHaveRetried(this: Context, received: unknown, operation: string, times?: number): Verdict {
    const { events } = recordingOf('toHaveRetried', received);
    need(
      typeof operation === 'string' && operation !== '',
      'operation',
      'a name such as "s3.ListBuckets"',
      operation,
    );
    const isCount = times === undefined || (Number.isSafeInteger(times) && times >= 0);
    need(isCount, 'times', 'a whole number from 0', times);
    const retries = events.filter((event) => event.kind === 'needs-retry').filter(isRetry);
    const count = retries.filter((event) => isOf(operation, event)).length;
    return {
      pass: times === undefined ? count > 0 : count === times,
      message: () =>
        [
          hint(this, 'toHaveRetried', 'operation'),
          '',
          `Expected retries of ${operation}: ${this.isNot ? 'not ' : ''}${times === undefined ? 'at least 1' : this.utils.printExpected(times)}`,
          `Recorded: ${this.utils.printReceived(count)}`,
          '',
          ...listed('Retries recorded', retries.map(describeRetry)),
        ].join('\n'),
    };
  },

  toHaveEmittedEmf(this: Context, received: unknown, members: EmfDocument): Verdict {
    const { documents } = recordingOf('toHaveEmittedEmf', received);
    const isObject = typeof members === 'object' && members !== null && !Array.isArray(members);
    need(isObject, 'members', 'an object', members);
    const fits = (document: EmfDocument) => differing(this, document, members).length === 0;
    return {
      pass: documents.some(fits),
      message: () =>
        [hint(this, 'toHaveEmittedEmf', 'members'), '', ...explain(this, documents, members, fits)].join(
          '\n',
        ),
    };
  },
};

function recordingOf(matcher: string, received: unknown): RecordingSink {
  if (isRecordingSink(received)) return received;
  throw new TypeError(
    `Expected a recordingSink() in expect(…).${matcher}, got ${describe(received)}. Give one to the observer's \`sinks\`.`,
  );
}

function isRetry({ attempts }: NeedsRetryEvent): boolean {
  return attempts > 1;
}

function isOf(operation: string, event: NeedsRetryEvent): boolean {
  return operation === event.service || operation === `${event.service}.${event.operation}`;
}

function hint({ utils, isNot }: Context, name: string, argument: string): string {
  return utils.matcherHint(name, 'recording', argument, { isNot: isNot === true });
}

function describeRetry({ service, operation, attempts, cause }: NeedsRetryEvent): string {
  const status = cause?.statusCode === undefined ? '' : ` (${cause.statusCode})`;
  return `${service}.${operation}, attempt ${attempts}, after ${cause?.errorName ?? 'an unknown error'}${status}`;
}

function listed(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [`${title}: none. ${NOTHING}`];
  return [`${title}:`, ...lines.map((line) => `  ${line}`)];
}

const NOTHING = 'Is the client observed, by the observer that has this sink?';

/** The members asked for that a document has not, or has otherwise. */
function differing(context: Context, document: EmfDocument, members: EmfDocument): string[] {
  return Object.keys(members).filter((name) => !context.equals(document[name], members[name]));
}

function explain(
  context: Context,
  documents: readonly EmfDocument[],
  members: EmfDocument,
  fits: (document: EmfDocument) => boolean,
): string[] {
  const { printExpected } = context.utils;
  if (context.isNot) {
    const emitted = documents.filter(fits).map((document) => `Emitted: ${JSON.stringify(document)}`);
    return [`Expected no document with: ${printExpected(members)}`, '', ...emitted];
  }
  return [`Expected a document with: ${printExpected(members)}`, '', ...closest(context, documents, members)];
}

function closest(context: Context, documents: readonly EmfDocument[], members: EmfDocument): string[] {
  const [best] = [...documents].sort(
    (a, b) => differing(context, a, members).length - differing(context, b, members).length,
  );
  if (best === undefined) return [`Documents recorded: none. ${NOTHING}`];
  const names = Object.keys(members).filter((name) => name in best);
  const asked = Object.fromEntries(names.map((name) => [name, best[name]]));
  return [
    `Closest of ${documents.length}, in the members asked for:`,
    context.utils.diff(members, asked) ?? context.utils.printReceived(asked),
    '',
    `All of it: ${JSON.stringify(best)}`,
  ];
}
