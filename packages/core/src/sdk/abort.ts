import { isObject, type Result } from './client.js';

/**
 * True if a stream of this answer failed because its reader aborted. Node.js says `aborted` with ECONNRESET then, as it does
 * if the service hangs up, and only the socket tells them apart: nothing had ended or failed when it was closed.
 */
export function wasAbortedByReader(error: unknown, result: Result | undefined): boolean {
  if (!isObject(error)) return false;
  const { name, code } = error as { readonly name?: unknown; readonly code?: unknown };
  if (name === 'AbortError') return true;
  const body = result?.response?.body as { readonly socket?: Socket } | undefined;
  const socket = code === 'ECONNRESET' ? body?.socket : undefined;
  return socket?.destroyed === true && socket.errored === null && socket.readableEnded === false;
}

/** The public members of Node.js's sockets that tell who closed one. */
interface Socket {
  readonly destroyed?: unknown;
  readonly errored?: unknown;
  readonly readableEnded?: unknown;
}
