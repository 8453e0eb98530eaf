import { credentials, noDelay, scriptedHandler } from '@needs-retry/fixtures';
import type { ResponseReply, ScriptedHandler } from '@needs-retry/testing';
import { SECRET } from './privacy.js';
import { type Recording, record } from './recording.js';
import { type AnsweredClient, errorReply, okReply } from './replies.js';
import type { Service } from './service.js';
import { type CommandClass, commandsOf, fill, OMITTED, pathsOf } from './shapes.js';

/** A client whose answers are made up, and what it was seen to do. */
export interface Scripted {
  readonly client: SdkClient;
  readonly handler: ScriptedHandler;
  readonly recording: Recording;
}

export interface SdkClient extends AnsweredClient {
  readonly config: AnsweredClient['config'] & { readonly serviceId: string };
  readonly middlewareStack: { add(middleware: unknown, options: object): void };
  send(command: object): Promise<Record<string, unknown>>;
}

/** A client of the service, observed, that gets these answers in turn, and the last one for ever. */
export function scripted(service: Service, ...replies: readonly ResponseReply[]): Scripted {
  const { client, handler } = unobserved(service, ...replies);
  const recording = record();
  service.observe(client, recording.observer);
  return { client, handler, recording };
}

export function unobserved(
  service: Service,
  ...replies: readonly ResponseReply[]
): Omit<Scripted, 'recording'> {
  const handler = scriptedHandler(...replies);
  const config = { region: 'us-east-1', credentials, retryStrategy: noDelay(), requestHandler: handler };
  return { client: new service.client({ ...config, ...service.config }), handler };
}

/** What becomes of a call: its output, or its error. */
export async function settled(call: Promise<unknown>): Promise<{ output?: unknown; error?: unknown }> {
  return call.then(
    (output) => ({ output }),
    (error) => ({ error }),
  );
}

/** One that says as much of itself as the service's operations can. */
export function usualOperation(service: Service): string {
  const { batches = [], unsendable = {} } = service;
  const names = [...commandsOf(service).keys()].filter((name) => unsendable[name] === undefined);
  const isTelling = (name: string) => new PlayedOperation(service, name).writtenPaths.length > 0;
  return (
    batches[0]?.operation ?? (service.written.length > 0 ? names.find(isTelling) : undefined) ?? names[0]!
  );
}

/** An operation of a service, with its inputs and answers. */
export class PlayedOperation {
  readonly #service: Service;
  readonly #client: SdkClient;
  readonly name: string;

  constructor(service: Service, name: string) {
    this.#service = service;
    this.name = name;
    this.#client = writerOf(service);
  }

  get #command() {
    const command = commandsOf(this.#service).get(this.name);
    if (command === undefined)
      throw new TypeError(`Expected ${this.name} to be an operation of ${this.#service.title}.`);
    return command;
  }

  command(input: object): object {
    return new (this.#service.sdk[`${this.name}Command`] as CommandClass)(input);
  }

  get #schema() {
    return new this.#command({}).schema;
  }

  /** The paths of its input that may be written. */
  get writtenPaths(): readonly string[] {
    const paths = pathsOf(this.#schema[4]);
    return this.#service.written.map(({ path }) => path).filter((path) => paths.has(path));
  }

  /** An input with every member: those that may be written have their first value, all others are private. */
  input(override: Readonly<Record<string, unknown>> = {}): object {
    const { written, inputs = {} } = this.#service;
    const values = new Map<string, unknown>([
      ...Object.entries({ ...UNSIGNED, ...inputs }),
      ...written.map(({ path, values: [first] }) => [path, first![0]] as const),
      ...Object.entries(override),
    ]);
    return fill(
      this.#schema[4],
      (path) => values.get(`${this.name}:${path}`) ?? values.get(path),
      SECRET,
    ) as object;
  }

  /** What is written of `input()`. */
  get properties(): Readonly<Record<string, string>> {
    const paths = this.writtenPaths;
    const written = this.#service.written.filter(({ path }) => paths.includes(path));
    const entries = written.map(({ property, values: [first] }) => [property, first![1]] as const);
    return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
  }

  /** An answer with every member, all private; that to a batch has no failed entry. */
  fullReply(): Promise<ResponseReply> {
    const batch = this.#service.batches?.find(({ operation }) => operation === this.name);
    if (batch !== undefined) return this.reply(batch.output([undefined], `${SECRET}entry`));
    return this.reply(fill(this.#schema[5], () => undefined, SECRET) as object);
  }

  async reply(output: object): Promise<ResponseReply> {
    if (this.#service.streams?.some(({ operation }) => operation === this.name)) return EMPTY_STREAM;
    return okReply(this.#client, this.#schema, output);
  }

  errorReply(answer: Parameters<typeof errorReply>[1]): ResponseReply {
    return errorReply(this.#client, answer);
  }
}

// To an endpoint of several regions the SDK signs with SigV4a, which is a package of its own.
const UNSIGNED = { EndpointId: OMITTED };

/** A client whose protocol writes answers. Nothing is sent with it, so one is enough. */
function writerOf(service: Service): SdkClient {
  const known = WRITERS.get(service);
  if (known !== undefined) return known;
  const { client } = unobserved({ ...service, ...service.shapes }, { kind: 'response', status: 200 });
  WRITERS.set(service, client);
  return client;
}

const WRITERS = new WeakMap<Service, SdkClient>();

const EMPTY_STREAM: ResponseReply = {
  kind: 'response',
  status: 200,
  headers: { 'content-type': 'application/vnd.amazon.eventstream' },
};
