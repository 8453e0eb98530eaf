import { leaksOf, SECRET } from '../privacy.js';
import { type Recording, sum } from '../recording.js';
import { PlayedOperation, scripted, settled, usualOperation } from '../scripted.js';
import type { ErrorCase, Service } from '../service.js';
import { fill } from '../shapes.js';
import { type Check, differs } from './check.js';

export const errors: Check = {
  promise: 'every error has the class of the facts, also when the SDK does not retry it',

  async violations(service: Service) {
    const own = new Set(
      service.errors.filter(({ message }) => message === undefined).map(({ code }) => code),
    );
    const found: string[] = [];
    for (const each of [...service.errors, ...COMMON.filter(({ code }) => !own.has(code))]) {
      const violations = await play(service, each);
      found.push(...violations.map((violation) => `${each.code} (${each.status}): ${violation}`));
    }
    return found;
  },
};

/** What means the same in every service. */
const COMMON: readonly ErrorCase[] = [
  { code: 'ThrottlingException', status: 400, errorClass: 'throttling', retried: true },
  { code: 'TooManyThings', status: 429, errorClass: 'throttling', retried: true },
  { code: 'InternalFailure', status: 500, errorClass: 'transient', retried: true },
  { code: 'RequestTimeout', status: 400, errorClass: 'transient', retried: true },
  { code: 'AccessDeniedException', status: 403, errorClass: undefined, retried: false },
  { code: 'ValidationException', status: 400, errorClass: undefined, retried: false },
];

async function play(service: Service, each: ErrorCase): Promise<readonly string[]> {
  const operation = new PlayedOperation(service, each.operation ?? usualOperation(service));
  const { code, status, statusText, message = '' } = each;
  const reply = operation.errorReply({
    code,
    status,
    statusText,
    message: `${message} ${SECRET}message`,
    fields: { ...privateFields(service, code), ...each.fields },
  });
  const { client, recording } = scripted(service, reply, await operation.fullReply());
  const { error } = await settled(client.send(operation.command(operation.input())));

  if (each.retried !== (error === undefined))
    return [`expected ${each.retried ? 'a' : 'no'} retry: ${String(error)}`];
  return [
    ...recording.problems,
    ...leaksOf(recording),
    ...eventsOf(recording, each, { ...operation.properties, ...each.properties }),
    ...documentsOf(recording, each),
    ...namesIn(recording, each, operation, service.adapter.service),
  ];
}

/** Every other member that the service's error can have. */
function privateFields({ sdk, shapes }: Service, code: string): Readonly<Record<string, unknown>> {
  const schema = Object.values(shapes?.sdk ?? sdk).find(
    (value) => Array.isArray(value) && value[0] === -3 && value[2] === code,
  );
  if (schema === undefined) return {};
  const { message, Message, ...fields } = fill(schema, () => undefined, SECRET) as Record<string, unknown>;
  return fields;
}

function eventsOf(
  { events }: Recording,
  { code, errorClass, retried, statusText }: ErrorCase,
  properties: object,
): readonly string[] {
  const attempts = events.filter((event) => event.kind === 'needs-retry');
  const [first, second] = attempts;
  return [
    ...differs('attempts', attempts.length, retried ? 2 : 1),
    ...differs('errorClass', first?.errorClass, errorClass),
    ...differs('throttled', first?.throttled, errorClass === 'throttling'),
    ...(statusText === undefined ? differs('errorName', first?.errorName, code) : []),
    ...differs('properties', { ...first?.properties }, properties),
    ...(retried ? differs('cause', second?.cause?.errorClass, errorClass) : []),
  ];
}

/** What an alarm leads to: which service, operation and code, and on which resource. */
function namesIn(
  { documents }: Recording,
  { code, statusText, properties = {} }: ErrorCase,
  operation: PlayedOperation,
  service: string,
): readonly string[] {
  const first = documents.find(({ attempts }) => attempts === 1);
  if (first === undefined) return [];
  const expected = {
    ServiceId: service,
    OperationName: operation.name,
    ...(statusText === undefined && { errorName: code }),
    ...operation.properties,
    ...properties,
  };
  const said = Object.fromEntries(Object.keys(expected).map((name) => [name, first[name]]));
  return differs('names in the document', said, expected);
}

function documentsOf({ documents }: Recording, { errorClass, retried }: ErrorCase): readonly string[] {
  const attempts = documents.filter(({ kind }) => kind === 'attempt');
  const tells = errorClass !== undefined && errorClass !== 'transient';
  const isFutile = errorClass === 'quota' || errorClass === 'misconfiguration';
  const first = attempts.find(({ attempts: number }) => number === 1);
  const second = attempts.find(({ attempts: number }) => number === 2);
  return [
    ...differs('documents of the first attempt', first !== undefined, tells),
    ...differs('errorClass in its document', first?.errorClass, tells ? errorClass : undefined),
    ...differs('Throttles', sum(documents, 'Throttles'), errorClass === 'throttling' ? 1 : 0),
    ...differs('Retries', sum(documents, 'Retries'), retried ? 1 : 0),
    ...(retried ? differs('causeClass', second?.causeClass, errorClass) : []),
    ...(retried ? differs('futile', second?.futile, isFutile ? 'yes' : undefined) : []),
  ];
}
