import type { Document } from './document.js';
import { exampleOf } from './fact-table.js';
import type { InvocationRecord } from './invocation-record.js';
import type { Stuck } from './model.js';
import { Ranking } from './ranking.js';

type Group = { -readonly [Key in keyof Stuck]: Stuck[Key] };

/** Groups the calls that were in flight at the deadline of their invocations. */
export class StuckTable {
  private readonly groups: Ranking<Group>;

  constructor(most: number) {
    this.groups = new Ranking<Group>(most, ({ totalMs }) => totalMs);
  }

  get merged(): number {
    return this.groups.merged;
  }

  add({ deadlines, timedOut, durationMs }: InvocationRecord): void {
    for (const document of deadlines) {
      const group = this.groups.at(keyOf(document), () => begin(document));
      const sinceMs = document.result.durationMs ?? 0;
      group.calls += document.metrics.callsAtDeadline || 1;
      group.longestMs = Math.max(group.longestMs, sinceMs);
      group.totalMs += sinceMs;
      if (group.examples.length < MOST_EXAMPLES) group.examples = [...group.examples, exampleOf(document)];
      if (!timedOut) continue;
      group.timedOut++;
      group.functionTimeoutMs = Math.max(group.functionTimeoutMs ?? 0, durationMs ?? 0) || undefined;
    }
  }

  list(): Stuck[] {
    return this.groups.top();
  }
}

const MOST_EXAMPLES = 3;

function keyOf({ service, operation, resource, call, result }: Document): string {
  const { phase, errorName } = result;
  const { requestTimeoutMs } = call;
  return JSON.stringify([service, operation, resource, phase, isFirst(call), requestTimeoutMs, errorName]);
}

function begin({ service, operation, resource, call, result }: Document): Group {
  return {
    ...{ service, operation, resource },
    phase: result.phase ?? '',
    isFirstAttempt: isFirst(call),
    requestTimeoutMs: call.requestTimeoutMs,
    lastError: result.errorName,
    ...{ calls: 0, timedOut: 0, longestMs: 0, totalMs: 0, functionTimeoutMs: undefined, examples: [] },
  };
}

function isFirst({ attempts = 0 }: Document['call']): boolean {
  return attempts <= 1;
}
