import type { ResponseReply } from '../reply.js';
import { cborOf } from './cbor.js';
import { headerOf, type Protocol, protocolOf } from './protocol.js';
import { xmlOf } from './xml.js';

export type Members = Readonly<Record<string, unknown>>;

/** The request that is answered, as far as the form of the answer depends on it. */
export interface Asked {
  readonly headers: Readonly<Record<string, unknown>>;
  /** `s3`, `route-53` */
  readonly service: string;
  readonly operation?: string | undefined;
}

/** A failure as a service says it. */
export interface ServiceError {
  /** `SlowDown`, `ThrottlingException` … */
  readonly code: string;
  readonly message?: string;
  /** Further members of the error: `{ reason: 'ConcurrentInvocationLimitExceeded' }`. */
  readonly members?: Members;
}

/** The answer that holds `output`, in the protocol of the request; text and bytes are the body as they are. */
export function successReply(
  asked: Asked,
  status: number,
  output: string | Uint8Array | Members,
): ResponseReply {
  const protocol = protocolOf(asked.headers, asked.service);
  const isBody = typeof output === 'string' || output instanceof Uint8Array;
  const body = isBody ? output : bodyOf(protocol, asked, output);
  return { kind: 'response', status, headers: headersOf(protocol, asked), body };
}

/** The answer of a service that failed, in the protocol of the request. */
export function errorReply(
  asked: Asked,
  status: number,
  { code, message = code, members = {} }: ServiceError,
): ResponseReply {
  const protocol = protocolOf(asked.headers, asked.service);
  const type = status < 500 ? 'Sender' : 'Receiver';
  const xml = xmlOf({ Code: code, Message: message, ...members });
  const bodies: Readonly<Record<Protocol, () => string | Uint8Array>> = {
    'rest-xml': () =>
      asked.service === 's3' ? `<Error>${xml}</Error>` : errorResponse(`<Type>${type}</Type>${xml}`),
    query: () => errorResponse(`<Type>${type}</Type>${xml}`),
    ec2: () => `<Response><Errors><Error>${xml}</Error></Errors></Response>`,
    json: () => JSON.stringify({ __type: code, message, ...members }),
    'rest-json': () => JSON.stringify({ code, message, ...members }),
    cbor: () => cborOf({ __type: code, message, ...members }),
  };
  const headers = {
    ...headersOf(protocol, asked),
    ...(protocol === 'rest-json' && { 'x-amzn-errortype': code }),
  };
  return { kind: 'response', status, headers, body: bodies[protocol]() };
}

function errorResponse(error: string): string {
  return `<ErrorResponse><Error>${error}</Error></ErrorResponse>`;
}

function bodyOf(protocol: Protocol, { operation = 'Scripted' }: Asked, output: Members): string | Uint8Array {
  const isEmpty = Object.keys(output).length === 0;
  switch (protocol) {
    case 'rest-xml':
      // Many operations answer with an empty body, and all take one.
      return isEmpty ? '' : `<${operation}Result>${xmlOf(output)}</${operation}Result>`;
    case 'query':
      return xmlOf({ [`${operation}Response`]: { [`${operation}Result`]: output } });
    case 'ec2':
      return xmlOf({ [`${operation}Response`]: output });
    case 'cbor':
      return cborOf(output);
    default:
      return JSON.stringify(output);
  }
}

const CONTENT_TYPES: Readonly<Record<Protocol, string>> = {
  'rest-xml': 'application/xml',
  query: 'text/xml',
  ec2: 'text/xml',
  json: 'application/x-amz-json-1.1',
  'rest-json': 'application/json',
  cbor: 'application/cbor',
};

function headersOf(protocol: Protocol, { headers, service }: Asked): Record<string, string> {
  const sent = protocol === 'json' ? headerOf(headers, 'content-type') : undefined;
  return {
    'content-type': sent ?? CONTENT_TYPES[protocol],
    ...(protocol === 'cbor' && { 'smithy-protocol': 'rpc-v2-cbor' }),
    ...(service === 's3'
      ? { 'x-amz-request-id': REQUEST_ID, 'x-amz-id-2': 'scripted-host-id' }
      : { 'x-amzn-requestid': REQUEST_ID }),
  };
}

const REQUEST_ID = 'scripted-request-id';
