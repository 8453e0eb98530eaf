import { namePart, type Properties } from './event.js';
import { need } from './options.js';
import { type HandlerContext, type HttpRequest, type ObservableClient, text } from './sdk.js';

/**
 * What only one service knows: its name and at most four pure functions. What they return is written to logs, so
 * they hold allow-lists: never a key, an item, a payload or a message.
 */
export interface ServiceAdapter {
  /** The name in events: `dynamodb`. */
  readonly service: string;
  /** Facts of the call's input, read once when it starts. `resource` is the bucket, table, queue … */
  properties?(input: unknown): Partial<Properties> | undefined;
  /** Facts of an attempt's error. */
  errorProperties?(error: unknown): Partial<Properties> | undefined;
  /** Whether an error is throttling that the SDK does not class as such. */
  isThrottling?(error: unknown): boolean;
  /** Items that the service left undone in a successful answer, for the caller to send again. */
  hiddenRetries?(input: unknown, output: unknown): number;
}

export function checkAdapter(adapter: ServiceAdapter): void {
  need(typeof adapter === 'object' && adapter !== null, 'adapter', 'an object', adapter);
  const { service, ...functions } = adapter;
  need(typeof service === 'string' && service !== '', 'adapter.service', 'a non-empty string', service);
  for (const [name, value] of Object.entries(functions)) {
    need(value === undefined || typeof value === 'function', `adapter.${name}`, 'a function', value);
  }
}

/** A call's names, as its events spell them. */
export interface Names {
  readonly service: string;
  readonly operation: string;
  readonly needsRetry: string;
  readonly afterCall: string;
}

export function namesOf(service: string, context: HandlerContext): Names {
  const operation = namePart((context.commandName ?? 'Unknown').replace(/Command$/, ''));
  const name = `${service}.${operation}`;
  return { service, operation, needsRetry: `needs-retry.${name}`, afterCall: `after-call.${name}` };
}

/** botocore's name of a service: `CloudWatch Logs` is `cloudwatch-logs`. */
export function serviceName(serviceId: string): string {
  return namePart(serviceId.toLowerCase().replaceAll(' ', '-'));
}

/** The service id that a client is configured with. */
export function serviceIdOf(client: ObservableClient | undefined): string | undefined {
  return text((client?.config as { serviceId?: unknown } | undefined)?.serviceId);
}

/** Where only a stack is known: the name in the user agent (`api/cloudwatch-logs#3.1`), else the client class's. */
export function guessServiceName(request: HttpRequest | undefined, context: HandlerContext): string {
  const agent = text(request?.headers?.['user-agent']) ?? '';
  const api = /\bapi\/([^#/\s]+)[#/]/.exec(agent)?.[1];
  return serviceName(api?.replaceAll('_', '-') ?? (context.clientName ?? 'unknown').replace(/Client$/, ''));
}
