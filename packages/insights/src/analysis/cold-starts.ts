import type { InvocationRecord } from './invocation-record.js';
import type { ColdRetries } from './model.js';
import { Ranking } from './ranking.js';

type Group = { -readonly [Key in keyof ColdRetries]: ColdRetries[Key] };

/** In how many first and later invocations each operation was retried. */
export class ColdStartTable {
  /** Invocations with documents that say of themselves to be first ones, which counts where Lambda's lines are missing. */
  cold = 0;
  warm = 0;
  private readonly groups: Ranking<Group>;

  constructor(most: number) {
    this.groups = new Ranking<Group>(most, ({ coldRetries }) => coldRetries);
  }

  add(record: InvocationRecord): void {
    if (record.isCall) return;
    if (record.coldStart) this.cold++;
    else this.warm++;
    for (const { service, operation, retries, waitedMs } of record.operations.values()) {
      const group = this.groups.at(`${service}.${operation}`, () => ({
        ...{ service, operation, coldInvocations: 0, warmInvocations: 0 },
        ...{ coldRetries: 0, warmRetries: 0, coldWaitedMs: 0, examples: [] },
      }));
      if (!record.coldStart) {
        group.warmInvocations++;
        group.warmRetries += retries;
        continue;
      }
      group.coldInvocations++;
      group.coldRetries += retries;
      group.coldWaitedMs += waitedMs;
      if (group.examples.length < 3) {
        group.examples = [...group.examples, { time: record.from, requestId: record.id }];
      }
    }
  }

  list(): ColdRetries[] {
    return this.groups.top();
  }
}
