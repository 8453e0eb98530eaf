import type { ResponseReply } from '@needs-retry/testing';
import { NormalizedSchema, operation as operationOf } from '@smithy/core/schema';
import type { Operation } from './shapes.js';

/** The parts of a client's protocol that write its answers. */
export interface Protocol {
  getShapeId(): string;
  /** Lists of a query answer that have no `<member>` around each item: the name of an item by the name of the list. */
  readonly flattened?: Readonly<Record<string, string>>;
  serializeRequest(operation: object, input: object, context: object): Promise<SerializedRequest>;
}

interface SerializedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** A client, as far as its answers depend on it. */
export interface AnsweredClient {
  readonly config: { readonly protocol: Protocol } & object;
}

const ENDPOINT = { protocol: 'https:', hostname: 'scripted.example', path: '/' };
const HEADERS = { 'x-amzn-requestid': 'SCRIPTEDREQUEST', 'x-amz-request-id': 'SCRIPTEDREQUEST' };

/** The answer of a service that holds `output`, in the client's own protocol. */
export async function okReply(
  client: AnsweredClient,
  operation: Operation,
  output: object,
): Promise<ResponseReply> {
  const { protocol } = client.config;
  if (protocol.getShapeId().endsWith('awsQuery')) return queryReply(operation, output, protocol);
  // An output is written as an input of the same shape would be, but for its path.
  const [, namespace, name, , , shape] = operation;
  const mirror = operationOf(namespace, name, { http: ['POST', '/', 200] }, shape as never, shape as never);
  const context = { ...client.config, endpoint: async () => ENDPOINT };
  const { headers, body = '' } = await protocol.serializeRequest(mirror, output, context);
  return { kind: 'response', status: 200, headers: { ...HEADERS, ...responseHeaders(headers) }, body };
}

/** Those of a request that say nothing about its body are not an answer's. */
function responseHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => !/^(content-length|host|x-amz-target|x-amzn-query-mode)$/i.test(name),
    ),
  );
}

export interface ErrorAnswer {
  readonly code: string;
  readonly status: number;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly message: string;
  readonly statusText?: string | undefined;
}

/** The answer of a service that failed, in the client's own protocol; without a body if there is a `statusText`. */
export function errorReply(client: AnsweredClient, answer: ErrorAnswer): ResponseReply {
  const { code, status, fields = {}, message, statusText } = answer;
  const id = client.config.protocol.getShapeId();
  const reply = (
    type: string,
    body: string,
    headers: Readonly<Record<string, string>> = {},
  ): ResponseReply => ({
    kind: 'response',
    status,
    headers: { ...HEADERS, 'content-type': type, ...headers },
    body,
  });
  if (statusText !== undefined) return { ...reply('application/xml', ''), statusText };
  const members = { Code: code, Message: message, message, ...fields };
  if (id.endsWith('restXml')) return reply('application/xml', `<Error>${xmlOf(members)}</Error>`);
  if (id.endsWith('awsQuery')) {
    return reply('text/xml', `<ErrorResponse><Error>${xmlOf(members)}</Error></ErrorResponse>`);
  }
  const json = JSON.stringify({ __type: code, message, Message: message, ...fields });
  // The last is what SQS says to clients that spoke the query protocol before, and no other client reads.
  const headers = { 'x-amzn-errortype': code, 'x-amzn-query-error': `${code};Sender` };
  return reply('application/json', json, headers);
}

function queryReply([, , name, , , shape]: Operation, output: object, protocol: Protocol): ResponseReply {
  const result = xmlOfShape(NormalizedSchema.of(shape as never), output, protocol.flattened);
  const body = `<${name}Response><${name}Result>${result}</${name}Result></${name}Response>`;
  return { kind: 'response', status: 200, headers: { ...HEADERS, 'content-type': 'text/xml' }, body };
}

function xmlOfShape(shape: NormalizedSchema, value: unknown, flattened: Protocol['flattened'] = {}): string {
  if (value === undefined || value === null) return '';
  if (shape.isStructSchema()) {
    return [...shape.structIterator()]
      .map(([name, member]) => xmlOfMember(name, member, (value as Record<string, unknown>)[name], flattened))
      .join('');
  }
  if (shape.isListSchema()) {
    const each = shape.getValueSchema();
    return (value as unknown[]).map((item) => `<member>${xmlOfShape(each, item)}</member>`).join('');
  }
  if (shape.isMapSchema()) {
    const each = shape.getValueSchema();
    return Object.entries(value)
      .map(([key, item]) => `<entry><key>${key}</key><value>${xmlOfShape(each, item)}</value></entry>`)
      .join('');
  }
  if (value instanceof Date) return value.toISOString();
  return escapeXml(value instanceof Uint8Array ? Buffer.from(value).toString('base64') : String(value));
}

function xmlOfMember(
  name: string,
  shape: NormalizedSchema,
  value: unknown,
  flattened: NonNullable<Protocol['flattened']>,
): string {
  const item = flattened[name];
  if (item !== undefined && Array.isArray(value)) {
    return value.map((each) => `<${item}>${xmlOfShape(shape.getValueSchema(), each)}</${item}>`).join('');
  }
  const text = xmlOfShape(shape, value, flattened);
  return text === '' ? '' : `<${name}>${text}</${name}>`;
}

function xmlOf(members: Readonly<Record<string, unknown>>): string {
  return Object.entries(members)
    .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
    .join('');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
