/** What a scripted server or network does with one request. Plain data. */
export type Reply = ResponseReply | NetworkErrorReply | HangReply;

export interface ResponseReply {
  readonly kind: 'response';
  readonly status: number;
  /** The text after the status, all that an answer without a body has to say: `Slow Down`. */
  readonly statusText?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Rejects as the SDK's own Node.js handler does. */
export interface NetworkErrorReply {
  readonly kind: 'network-error';
  /** `ECONNRESET`, `ENOTFOUND` … */
  readonly code: string;
  /** @defaultValue `TimeoutError` for `ECONNRESET`, `EPIPE` and `ETIMEDOUT`, else `Error` */
  readonly name?: string;
  /** @defaultValue the code */
  readonly message?: string;
}

/** Never answers: only the caller's own `abortSignal` ends the request. */
export interface HangReply {
  readonly kind: 'hang';
}
