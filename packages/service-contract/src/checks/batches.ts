import type { RetryEvent } from '@needs-retry/core';
import { leaksOf, SECRET } from '../privacy.js';
import { type Recording, sum } from '../recording.js';
import { PlayedOperation, scripted, settled } from '../scripted.js';
import type { Service } from '../service.js';
import { type Failure, type Undone, undoneOf } from '../undone.js';
import { type Check, differs } from './check.js';

export const batches: Check = {
  promise:
    'what a successful answer leaves undone is counted by resource, whether or not the call was retried',

  async violations(service: Service) {
    const found: string[] = [];
    for (const undone of undoneOf(service)) {
      const violations = [...(await play(service, undone, false)), ...(await play(service, undone, true))];
      found.push(...violations.map((violation) => `${undone.title}: ${violation}`));
    }
    return found;
  },
};

async function play(service: Service, undone: Undone, isRetried: boolean): Promise<readonly string[]> {
  const { input, output, failures } = undone;
  const operation = new PlayedOperation(service, undone.operation);
  const throttled = operation.errorReply({
    code: 'ThrottlingException',
    status: 429,
    message: `${SECRET}message`,
  });
  const ok = await operation.reply(output);
  const { client, recording } = scripted(service, ...(isRetried ? [throttled, ok] : [ok]));
  const { error } = await settled(client.send(operation.command(input)));

  if (error !== undefined) return [`was not answered: ${String(error)}`];
  const name = `${service.adapter.service}.${undone.operation}`;
  return [
    ...recording.problems,
    ...leaksOf(recording),
    ...eventsOf(recording.events, failures, name),
    ...documentsOf(recording, failures, isRetried ? 1 : 0),
  ];
}

function eventsOf(
  events: readonly RetryEvent[],
  failures: readonly Failure[],
  name: string,
): readonly string[] {
  const said = events.flatMap((event) => {
    if (event.kind !== 'partial-failure') return [];
    const { eventName, retryableEntries, finalEntries, reasons, errorClass, properties } = event;
    const resource = properties.resource as string | undefined;
    return [{ resource, retryableEntries, finalEntries, reasons: { ...reasons }, errorClass, eventName }];
  });
  const expected = failures.map((failure) => ({ ...failure, eventName: `partial-failure.${name}` }));
  return [
    ...differs('partial failures', byResource(said), byResource(expected)),
    ...differs('the last event', events.at(-1)?.eventName, `after-call.${name}`),
  ];
}

function byResource<T extends { readonly resource: string | undefined }>(
  failures: readonly T[],
): readonly T[] {
  return [...failures].sort((one, two) => (one.resource ?? '').localeCompare(two.resource ?? ''));
}

/** The SDK did not retry the entries, and no attempt was throttled for them. */
function documentsOf(
  { documents }: Recording,
  failures: readonly Failure[],
  retries: number,
): readonly string[] {
  const partial = documents.filter(({ kind }) => kind === 'partial-failure');
  const total = (count: (failure: Failure) => number) =>
    failures.reduce((n, failure) => n + count(failure), 0);
  return [
    ...differs('documents', partial.length, failures.length),
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
    ...differs('Retries', sum(documents, 'Retries'), retries),
    ...differs('Throttles', sum(documents, 'Throttles'), retries),
  ];
}
