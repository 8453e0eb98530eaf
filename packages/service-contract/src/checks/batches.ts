import type { ErrorClass } from '@needs-retry/core';
import { leaksOf, SECRET } from '../privacy.js';
import { type Recording, sum } from '../recording.js';
import { PlayedOperation, scripted, settled } from '../scripted.js';
import type { Batch, Service } from '../service.js';
import { type Check, differs } from './check.js';

export const batches: Check = {
  promise:
    'what a successful answer leaves undone is counted for each resource, whether or not the call was retried',

  async violations(service: Service) {
    const found: string[] = [];
    for (const batch of service.batches ?? []) {
      for (const codes of outcomesOf(batch)) {
        const violations = await play(service, batch, codes);
        found.push(...violations.map((violation) => `${batch.operation} [${codes.join()}]: ${violation}`));
      }
    }
    return found;
  },
};

type Codes = readonly (string | undefined)[];

/** None, each code alone, all of them, each several times beside successes, and more of them than are told. */
function outcomesOf({ codes }: Batch): readonly Codes[] {
  const all = Object.keys(codes);
  const many = all.includes('')
    ? []
    : [Array.from({ length: 12 }, (_, i) => `Code${i}`), ['A "b"|c\n needs-retry.x'.repeat(9)]];
  return [
    [undefined, undefined],
    ...all.map((code) => [code]),
    all,
    all.flatMap((code, i) => [undefined, ...Array.from({ length: i + 1 }, () => code)]),
    ...many,
  ];
}

async function play(service: Service, batch: Batch, codes: Codes): Promise<readonly string[]> {
  const operation = new PlayedOperation(service, batch.operation);
  const throttled = operation.errorReply({
    code: 'ThrottlingException',
    status: 429,
    message: `${SECRET}message`,
  });
  const ok = await operation.reply(batch.output(codes, `${SECRET}entry`));
  const expected = failuresOf(batch, codes);
  const found: string[] = [];
  for (const replies of [[ok], [throttled, ok]]) {
    const { client, recording } = scripted(service, ...replies);
    const { error } = await settled(
      client.send(operation.command(batch.input(codes.length, `${SECRET}entry`))),
    );
    if (error !== undefined) return [`was not answered: ${String(error)}`];
    found.push(
      ...recording.problems,
      ...leaksOf(recording),
      ...eventsOf(service, batch, recording, expected),
      ...documentsOf(recording, expected, replies.length - 1),
    );
  }
  return found;
}

interface Failure {
  readonly resource: string | undefined;
  retryableEntries: number;
  finalEntries: number;
  readonly reasons: Record<string, number>;
  readonly classes: (ErrorClass | undefined)[];
}

function failuresOf(batch: Batch, codes: Codes): readonly Failure[] {
  const failures = new Map<string | undefined, Failure>();
  codes.forEach((code, index) => {
    if (code === undefined) return;
    const resource = batch.resource(index);
    const none: Failure = { resource, retryableEntries: 0, finalEntries: 0, reasons: {}, classes: [] };
    const failure = failures.get(resource) ?? none;
    failures.set(resource, failure);
    if (batch.codes[code] === 'retryable') {
      failure.retryableEntries++;
      failure.classes.push(batch.classes[code]);
    } else failure.finalEntries++;
    const reason = code.replace(/[^A-Za-z0-9_.-]/g, '').slice(0, 64);
    const known = failure.reasons[reason];
    if (reason !== '' && (known !== undefined || Object.keys(failure.reasons).length < 10)) {
      failure.reasons[reason] = (known ?? 0) + 1;
    }
  });
  return sorted([...failures.values()]);
}

function sorted<T extends { readonly resource?: string | undefined }>(failures: readonly T[]): readonly T[] {
  return [...failures].sort((one, two) => (one.resource ?? '').localeCompare(two.resource ?? ''));
}

function eventsOf(
  { adapter }: Service,
  { operation }: Batch,
  { events }: Recording,
  expected: readonly Failure[],
): readonly string[] {
  const said = events.flatMap((event) => {
    if (event.kind !== 'partial-failure') return [];
    const { eventName, retryableEntries, finalEntries, reasons, errorClass, properties } = event;
    return [
      {
        resource: properties.resource as string | undefined,
        eventName,
        retryableEntries,
        finalEntries,
        reasons,
        errorClass,
      },
    ];
  });
  return [
    ...differs(
      'partial failures',
      sorted(said.map((each) => ({ ...each, reasons: { ...each.reasons } }))),
      expected.map(({ resource, retryableEntries, finalEntries, reasons, classes }) => ({
        resource,
        eventName: `partial-failure.${adapter.service}.${operation}`,
        retryableEntries,
        finalEntries,
        reasons,
        errorClass: WORTH_RETRYING.find((each) => classes.includes(each)),
      })),
    ),
    ...differs(
      'order',
      events.findIndex(({ kind }) => kind === 'after-call'),
      events.length - 1,
    ),
  ];
}

const WORTH_RETRYING: readonly ErrorClass[] = ['throttling', 'contention', 'transient'];

function documentsOf(
  { documents }: Recording,
  expected: readonly Failure[],
  retries: number,
): readonly string[] {
  const partial = documents.filter(({ kind }) => kind === 'partial-failure');
  const total = (count: (failure: Failure) => number) =>
    expected.reduce((n, failure) => n + count(failure), 0);
  return [
    ...differs('documents', partial.length, expected.length),
    ...differs(
      'RetryableEntries',
      sum(partial, 'RetryableEntries'),
      total((each) => each.retryableEntries),
    ),
    ...differs(
      'finalEntries',
      sum(partial, 'finalEntries'),
      total((each) => each.finalEntries),
    ),
    // The SDK did not retry them, and no attempt was throttled for them.
    ...differs('Retries', sum(documents, 'Retries'), retries),
    ...differs('Throttles', sum(documents, 'Throttles'), retries),
  ];
}
