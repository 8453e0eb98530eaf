import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { s3Operation } from './s3-operation.js';

/** A request as a script sees it. */
export interface ProxyRequest {
  /** From the SDK's user agent: `s3`, `dynamodb`; `unknown` where it does not say. */
  readonly service: string;
  /** `Unknown` for a service whose requests do not name it: those of JSON over REST, such as Lambda. */
  readonly operation: string;
  readonly invocationId: string | undefined;
  /** Counted here, per SDK invocation id, from 1. */
  readonly attempt: number;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/**
 * What a request asks of which service.
 *
 * @param form the body, of a service whose requests are forms
 * @param attempts how many requests each invocation id has had; this one is added
 */
export function recognise(
  incoming: IncomingMessage,
  form: string | undefined,
  attempts: Map<string, number>,
): ProxyRequest {
  const { headers, method = '', url: path = '' } = incoming;
  const invocationId = headers['amz-sdk-invocation-id'] as string | undefined;
  const attempt = invocationId === undefined ? 1 : (attempts.get(invocationId) ?? 0) + 1;
  if (invocationId !== undefined) attempts.set(invocationId, attempt);
  const service = /\bapi\/([\w-]+)#/.exec(headers['user-agent'] ?? '')?.[1] ?? 'unknown';
  const operation = operationOf(service, method, path, headers, form) ?? 'Unknown';
  return { service, operation, invocationId, attempt, method, path, headers };
}

/** True if the operation of a request stands in its body. */
export function isForm({ headers }: IncomingMessage): boolean {
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
}

function operationOf(
  service: string,
  method: string,
  path: string,
  headers: IncomingHttpHeaders,
  form: string | undefined,
): string | undefined {
  const target = headers['x-amz-target'];
  if (target !== undefined) return String(target).replace(/^.*\./, '');
  if (form !== undefined) return new URLSearchParams(form).get('Action') ?? undefined;
  if (service === 's3') return s3Operation(method, path, headers);
  return /^\/service\/\w+\/operation\/(\w+)$/.exec(path)?.[1];
}
