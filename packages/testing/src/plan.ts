import type { Reply } from './reply.js';
import type { SentRequest } from './request-handler.js';

/** What a request asks, and of which operation it is. */
export interface ScriptedRequest extends SentRequest {
  /** The command's name without `Command`; undefined if a middleware of yours replaced the request. */
  readonly operation: string | undefined;
}

/** A reply that waits for its request. */
export interface Step {
  /** As an error message names it: `503 SlowDown`. */
  readonly label: string;
  /** Undefined for any operation. */
  readonly operation: string | undefined;
  /** How many requests it answers; may be `Infinity`. */
  readonly times: number;
  reply(request: ScriptedRequest): Reply;
}

/** The replies of a script, in order, and what was asked of it in vain. */
export class Plan {
  private readonly steps: Step[] = [];
  private readonly used = new Map<Step, number>();
  private readonly refused: ScriptedRequest[] = [];

  add(step: Step): void {
    this.steps.push(step);
  }

  /** The reply to a request: the first one left for its operation, else the first one left for any. */
  take(request: ScriptedRequest): Reply {
    const left = this.steps.filter((step) => this.usesOf(step) < step.times);
    const step =
      left.find(({ operation }) => operation !== undefined && operation === request.operation) ??
      left.find(({ operation }) => operation === undefined);
    if (step === undefined) {
      this.refused.push(request);
      throw new ScriptError(`${this.beyond(request)} Add a reply, or find out why the request was sent.`);
    }
    this.used.set(step, this.usesOf(step) + 1);
    return step.reply(request);
  }

  /** What did not happen as the script has it; undefined if all did. */
  problem(requests: readonly ScriptedRequest[]): ScriptError | undefined {
    const unused = this.steps.filter(
      (step) => this.usesOf(step) < (Number.isFinite(step.times) ? step.times : 0),
    );
    const lines = [
      ...this.refused.map((request) => this.beyond(request)),
      ...unused.map((step) => `Not used: ${this.describe(step)}.`),
    ];
    if (lines.length === 0) return undefined;
    const sent = requests.length === 0 ? 'none' : requests.map(nameOf).join('; ');
    return new ScriptError(
      [`The script was not played to its end.`, ...lines, `Requests sent: ${sent}.`].join('\n'),
    );
  }

  private beyond(request: ScriptedRequest): string {
    const steps = this.steps.map((step) => this.describe(step)).join(', ');
    return `No reply is left in the script for ${nameOf(request)}. ${steps === '' ? 'It has none' : `It has: ${steps}`}.`;
  }

  private describe(step: Step): string {
    const { label, operation, times } = step;
    const used =
      times === 1
        ? ''
        : ` (used ${this.usesOf(step)} of ${Number.isFinite(times) ? times : 'any number of'} times)`;
    return `${label}${operation === undefined ? '' : ` for ${operation}`}${used}`;
  }

  private usesOf(step: Step): number {
    return this.used.get(step) ?? 0;
  }
}

/** What was scripted and what was sent do not agree. The SDK does not retry it. */
export class ScriptError extends Error {
  override readonly name = 'ScriptError';
}

function nameOf({ operation = 'a request', attempt }: ScriptedRequest): string {
  return `${operation}, attempt ${attempt}`;
}
