import type {
  ErrorClass,
  PartialFailure,
  Properties,
  RetryObserver,
  ServiceAdapter,
} from '@needs-retry/core';

/** What the contract is told of a service: from AWS's documentation, never from its adapter. */
export interface Service {
  /** As in prose: `Secrets Manager`. */
  readonly title: string;
  /** The SDK's package, whole: its commands bring the shapes of their inputs and outputs. */
  readonly sdk: Readonly<Record<string, unknown>>;
  readonly client: ClientClass;
  /**
   * A newer version of `sdk` and `client`, where the commands of `sdk` bring no shapes of their inputs and outputs. What
   * only one of the two versions has is not played.
   */
  readonly shapes?: Pick<Service, 'sdk' | 'client'>;
  readonly adapter: ServiceAdapter;
  // biome-ignore lint/suspicious/noExplicitAny: each service's function takes only its own client
  readonly observe: (client: any, observer?: RetryObserver) => unknown;
  /** Members of an input that may be written. Every other one must not be. */
  readonly written: readonly WrittenMember[];
  /** Names of private members, for the documentation. The contract looks for every member that is not written. */
  readonly never: readonly string[];
  /** What the service says when it fails. Errors that mean the same in every service need not be here. */
  readonly errors: readonly ErrorCase[];
  /** Operations whose answer may leave entries undone. */
  readonly batches?: readonly Batch[];
  /** The same for answers that do not say it entry by entry. */
  readonly leftovers?: readonly Leftovers[];
  /** Operations whose answer is a stream of events. */
  readonly streams?: readonly EventStream[];
  /** What its README says beside what all say. */
  readonly note?: string;
  /** Options of the client without which a script cannot answer it. */
  readonly config?: object;
  /** Members without which the SDK sends nothing, by their path in an input: what it checks or computes with. */
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** Operations that cannot be sent by a script, and why. */
  readonly unsendable?: Readonly<Record<string, string>>;
}

// biome-ignore lint/suspicious/noExplicitAny: clients differ between services and versions, and must all fit
export type ClientClass = new (config: any) => any;

export interface WrittenMember {
  /** Where it stands in an input: `QueueUrl`, `Entries.*.EventBusName`; `RequestItems.{key}` are the keys of a map. */
  readonly path: string;
  readonly property: string;
  /** Values, and what is written of each. Those of one property must name the same thing at first. */
  readonly values: readonly (readonly [value: string, written: string | undefined])[];
}

export interface ErrorCase {
  readonly code: string;
  readonly status: number;
  readonly errorClass: ErrorClass | undefined;
  /** Whether the SDK retries it. */
  readonly retried: boolean;
  /** Where the code means it. @defaultValue any operation */
  readonly operation?: string;
  /** Members of the error beside its message, which stays private. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** What is written of them. */
  readonly properties?: Properties;
  /** Text after the status of an answer that has no body: that of a HEAD. */
  readonly statusText?: string;
  /** Text in the message by which it is known; it is read, never written. */
  readonly message?: string;
}

export interface Batch {
  readonly operation: string;
  /** An input with `count` entries; `text` is private wherever it stands. */
  input(count: number, text: string): object;
  /** The answer to it: of each entry the code with which it failed, or undefined. */
  output(codes: readonly (string | undefined)[], text: string): object;
  /** Codes with which entries fail. The empty one stands for services that give none. */
  readonly codes: Readonly<Record<string, 'retryable' | 'final'>>;
  /** The class of a code that is worth sending again. */
  readonly classes: Readonly<Record<string, ErrorClass | undefined>>;
  /** What the entry at an index belongs to. */
  resource(index: number): PartialFailure['resource'];
}

export interface Leftovers extends PartialFailure {
  readonly operation: string;
  readonly input: object;
  readonly output: object;
}

export interface EventStream {
  readonly operation: string;
  readonly input: object;
  /** The member of the output that is the stream. */
  readonly member: string;
  /** An event of the stream, and its payload. */
  readonly event: readonly [type: string, payload: object];
  /** Exceptions in the stream, by their type, and their class. */
  readonly exceptions: Readonly<Record<string, ErrorClass | undefined>>;
}
