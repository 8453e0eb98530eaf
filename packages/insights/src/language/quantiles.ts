/** Values kept exactly for one group, before they are thinned out. */
const EXACT = 16_384;
/** The higher, the more points are kept once there are more values: a rank is off by a thousandth at most. */
const POINTS = 1_000;

/**
 * The distribution of many numbers in bounded memory: exact up to a number of values that most groups never
 * reach, afterwards a merging digest with more points towards both ends.
 */
export class Quantiles {
  private means: number[] = [];
  private weights: number[] | undefined;
  private total = 0;
  private sorted = true;
  private room = EXACT;

  add(value: number): void {
    this.means.push(value);
    this.weights?.push(1);
    this.total++;
    this.sorted = false;
    if (this.means.length >= this.room) this.compress();
  }

  get count(): number {
    return this.total;
  }

  /** The value below which `percent` of the values lie, between two neighbours in proportion. */
  at(percent: number): number | undefined {
    if (this.total === 0) return undefined;
    this.sort();
    const rank = (Math.min(100, Math.max(0, percent)) / 100) * (this.total - 1);
    if (this.weights === undefined) {
      const below = Math.floor(rank);
      return between(this.means[below]!, this.means[below + 1], rank - below);
    }
    let before = 0;
    for (let index = 0; index < this.means.length; index++) {
      const weight = this.weights[index]!;
      const centre = before + (weight - 1) / 2;
      if (centre >= rank || index === this.means.length - 1) {
        if (index === 0) return this.means[0];
        const previous = before - (this.weights[index - 1]! + 1) / 2;
        return between(this.means[index - 1]!, this.means[index], (rank - previous) / (centre - previous));
      }
      before += weight;
    }
    return undefined;
  }

  /** The points of the distribution in order, each with the number of values it stands for. */
  *points(): Generator<readonly [value: number, count: number]> {
    this.sort();
    for (let index = 0; index < this.means.length; index++) {
      yield [this.means[index]!, this.weights?.[index] ?? 1];
    }
  }

  private sort(): void {
    if (this.sorted) return;
    this.sorted = true;
    const { means, weights } = this;
    if (weights === undefined) {
      means.sort((a, b) => a - b);
      return;
    }
    const indexes = means.map((_, index) => index).sort((a, b) => means[a]! - means[b]!);
    this.means = indexes.map((index) => means[index]!);
    this.weights = indexes.map((index) => weights[index]!);
  }

  private compress(): void {
    this.sort();
    const weights = this.weights ?? new Array<number>(this.means.length).fill(1);
    const means: number[] = [];
    const merged: number[] = [];
    let mean = this.means[0]!;
    let weight = weights[0]!;
    let before = 0;
    for (let index = 1; index < this.means.length; index++) {
      const next = weights[index]!;
      const middle = (before + (weight + next) / 2) / this.total;
      // Points near the ends stand for few values: that is where percentiles are asked for.
      const room = (4 * this.total * middle * (1 - middle)) / POINTS;
      if (weight + next <= room) {
        weight += next;
        mean += ((this.means[index]! - mean) * next) / weight;
      } else {
        means.push(mean);
        merged.push(weight);
        before += weight;
        mean = this.means[index]!;
        weight = next;
      }
    }
    means.push(mean);
    merged.push(weight);
    this.means = means;
    this.weights = merged;
    this.room = Math.max(EXACT, means.length * 2);
  }
}

function between(low: number, high: number | undefined, fraction: number): number {
  return high === undefined || fraction <= 0 ? low : low + (high - low) * Math.min(1, fraction);
}
