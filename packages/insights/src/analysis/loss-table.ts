import type { Document } from './document.js';
import type { Loss } from './model.js';
import { Ranking } from './ranking.js';

type Tally = { -readonly [Key in keyof Loss]: Loss[Key] };

/** Lines that were lost and documents that were cut, by function. */
export class LossTable {
  private readonly tallies: Ranking<Tally>;

  constructor(most: number) {
    this.tallies = new Ranking<Tally>(most, ({ lostLines, truncated }) => lostLines + truncated);
  }

  add({ call: { functionName, lostLines, isTruncated } }: Document, log: string | undefined): void {
    if (lostLines === 0 && !isTruncated) return;
    const name = functionName ?? log ?? '(unknown)';
    const tally = this.tallies.at(name, () => ({ functionName: name, lostLines: 0, truncated: 0 }));
    tally.lostLines += lostLines;
    if (isTruncated) tally.truncated++;
  }

  list(): Loss[] {
    return this.tallies.top();
  }
}
