import type { RetryEvent } from '@needs-retry/core';
import { leaksOf, SECRET } from '../privacy.js';
import { sum } from '../recording.js';
import { PlayedOperation, type Scripted, scripted, settled } from '../scripted.js';
import type { Service } from '../service.js';
import { commandsOf } from '../shapes.js';
import { type Check, differs } from './check.js';

export const operations: Check = {
  promise: 'every operation, throttled once: exact events, one line, nothing private',

  async violations(service: Service) {
    const { unsendable = {} } = service;
    const names = [...commandsOf(service).keys()].filter((name) => unsendable[name] === undefined);
    const found: string[] = [];
    for (const name of names) {
      const violations = await play(service, new PlayedOperation(service, name));
      found.push(...violations.map((violation) => `${name}: ${violation}`));
    }
    return found;
  },
};

async function play(service: Service, operation: PlayedOperation): Promise<readonly string[]> {
  const throttled = operation.errorReply({
    code: 'ThrottlingException',
    status: 429,
    message: `${SECRET}message`,
  });
  const { client, recording } = scripted(service, throttled, await operation.fullReply());
  const input = operation.input();
  const before = JSON.stringify(input);
  const { error } = await settled(client.send(operation.command(input)));

  if (recording.events.length < 3) return [`was not sent: ${String(error)}`];
  return [
    ...(JSON.stringify(input) === before ? [] : ['changes its input']),
    ...recording.problems,
    ...leaksOf(recording),
    ...eventsOfOneRetry(service, operation, recording),
  ];
}

function eventsOfOneRetry(
  service: Service,
  operation: PlayedOperation,
  { events, documents }: Scripted['recording'],
): readonly string[] {
  const name = `${service.adapter.service}.${operation.name}`;
  // What an answer left undone is the matter of another check, where its operation is known to do so.
  const { batches = [], leftovers = [] } = service;
  const isBatch = [...batches, ...leftovers].some((each) => each.operation === operation.name);
  const others = isBatch ? events.filter(({ kind }) => kind !== 'partial-failure') : events;
  const { properties } = operation;
  return [
    ...differs(
      'events',
      others.map((event) => [event.eventName, attemptsOf(event), classOf(event), event.properties]),
      [
        [`needs-retry.${name}`, 1, 'throttling', properties],
        [`needs-retry.${name}`, 2, undefined, properties],
        [`after-call.${name}`, 2, undefined, properties],
      ],
    ),
    ...differs('Retries', sum(documents, 'Retries'), 1),
    ...differs('Throttles', sum(documents, 'Throttles'), 1),
  ];
}

const attemptsOf = (event: RetryEvent): unknown => ('attempts' in event ? event.attempts : undefined);
const classOf = (event: RetryEvent): unknown => ('errorClass' in event ? event.errorClass : undefined);
