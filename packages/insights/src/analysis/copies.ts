import crypto from 'node:crypto';
import type { Document } from './document.js';

/** How many documents are remembered, and at least half as many. */
const MOST = 400_000;

/**
 * Knows documents that tell of the same event again: a log that was read twice, two sinks of one client. They have the
 * SDK's id of the call; a document without one cannot be told from another. Long ago is forgotten.
 */
export class Copies {
  private recent = new Set<string>();
  private older = new Set<string>();
  count = 0;

  isCopy(document: Document, message: string): boolean {
    const id = identityOf(document, message);
    if (id === undefined) return false;
    if (this.recent.has(id) || this.older.has(id)) {
      this.count++;
      return true;
    }
    this.recent.add(id);
    if (this.recent.size >= MOST / 2) {
      this.older = this.recent;
      this.recent = new Set();
    }
    return false;
  }
}

function identityOf(document: Document, message: string): string | undefined {
  const { kind, service, operation, resource, time } = document;
  const { attempts, requestId, sdkInvocationId } = document.call;
  // A burst has no call: what it sums up, and the millisecond, make it what it is.
  if (document.isBurst) return hashOf(message.slice(message.indexOf('{')));
  if (sdkInvocationId === undefined) return undefined;
  return hashOf(
    JSON.stringify([kind, service, operation, attempts, resource, time, requestId, sdkInvocationId]),
  );
}

/** Short, for many are kept. */
function hashOf(text: string): string {
  return digestOf(text).slice(0, 12);
}

/** In one step, which Node.js before 20.12 has not. */
const digestOf: (text: string) => string =
  crypto.hash === undefined
    ? (text) => crypto.createHash('sha1').update(text).digest('base64')
    : (text) => crypto.hash('sha1', text, 'base64');
