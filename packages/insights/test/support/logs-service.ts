import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the service answers to a call: a body, or an error with its type. */
export type Reply =
  | Record<string, unknown>
  | { readonly error: string; readonly body?: Record<string, unknown> };
export type Call = { readonly action: string; readonly input: Record<string, unknown> };

/** A server that speaks the protocol of CloudWatch Logs as far as queries go. */
export class LogsService {
  readonly calls: Call[] = [];
  private readonly server: Server;

  private constructor(private readonly answer: (call: Call, calls: readonly Call[]) => Reply) {
    this.server = createServer((request, response) => void this.handle(request, response));
  }

  /** Starts one, and points the SDK of this process at it. */
  static async start(answer: (call: Call, calls: readonly Call[]) => Reply): Promise<LogsService> {
    const service = new LogsService(answer);
    await new Promise<void>((listening) => service.server.listen(0, '127.0.0.1', listening));
    const { port } = service.server.address() as AddressInfo;
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'eu-central-1',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    });
    return service;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const action = String(request.headers['x-amz-target']).replace('Logs_20140328.', '');
    const call = { action, input: JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown> };
    this.calls.push(call);
    const reply = this.answer(call, this.calls);
    const isError = typeof reply.error === 'string';
    const body = isError ? { __type: reply.error, message: reply.error, ...(reply.body as object) } : reply;
    response.writeHead(isError ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(body));
  }
}
