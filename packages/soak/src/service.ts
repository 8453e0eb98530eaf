import { Readable } from 'node:stream';
import type { Reply } from '@needs-retry/testing';
import { type HttpHandler, type HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { replyTo, type Script } from './script.js';

/** Requests that are answered in one turn of the event loop. */
const ANSWERS_A_TURN = 100;

interface Call {
  readonly script: Script;
  readonly abort: () => void;
  attempts: number;
}

/** A service without a network. It answers in the order of arrival, a few requests a turn, and keeps nothing of them. */
export class Service {
  readonly #calls = new Map<number, Call>();
  readonly #waiting: (() => void)[] = [];
  #isAnswering = false;

  readonly handler: HttpHandler = {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: (request) => this.#handle(request),
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  };

  expect(call: number, script: Script, abort: () => void): void {
    this.#calls.set(call, { script, abort, attempts: 0 });
  }

  forget(call: number): void {
    this.#calls.delete(call);
  }

  async #handle(request: HttpRequest): Promise<{ response: HttpResponse }> {
    const number = JSON.parse(request.body).call;
    const call = this.#calls.get(number)!;
    if (call.script.hangs) {
      this.forget(number);
      return new Promise(() => {});
    }
    await this.#turn();
    if (call.script.isAborted) {
      call.abort();
      throw Object.assign(new Error('Request aborted'), { name: 'AbortError' });
    }
    return responseOf(replyTo(call.script, ++call.attempts));
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#isAnswering) return;
      this.#isAnswering = true;
      setImmediate(() => this.#answer());
    });
  }

  #answer(): void {
    for (const resolve of this.#waiting.splice(0, ANSWERS_A_TURN)) resolve();
    this.#isAnswering = this.#waiting.length > 0;
    if (this.#isAnswering) setImmediate(() => this.#answer());
  }
}

function responseOf(reply: Reply): { response: HttpResponse } {
  if (reply.kind !== 'response') {
    throw Object.assign(new Error('read ECONNRESET'), { name: 'TimeoutError', code: 'ECONNRESET' });
  }
  const { status: statusCode, headers = {}, body = '' } = reply;
  return { response: new HttpResponse({ statusCode, headers, body: Readable.from([body]) }) };
}
