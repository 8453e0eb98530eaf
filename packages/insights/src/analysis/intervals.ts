/** More gaps than this are closed, the smallest first: what they cover is then a little more. */
const MOST = 256;

/** Stretches of time, of which those that overlap are one. */
export class Intervals {
  /** In the order of time, none touching another. */
  private parts: [from: number, to: number][] = [];

  add(from: number, to: number): void {
    if (!(to > from)) return;
    const before = this.parts.filter((part) => part[1] < from);
    const after = this.parts.filter((part) => part[0] > to);
    const touched = this.parts.slice(before.length, this.parts.length - after.length);
    const merged: [number, number] = [
      Math.min(from, touched[0]?.[0] ?? from),
      Math.max(to, touched.at(-1)?.[1] ?? to),
    ];
    this.parts = [...before, merged, ...after];
    if (this.parts.length > MOST) this.closeSmallestGap();
  }

  /** How long they are together. */
  get length(): number {
    return this.parts.reduce((sum, [from, to]) => sum + to - from, 0);
  }

  private closeSmallestGap(): void {
    const gaps = this.parts.slice(1).map(([from], index) => from - this.parts[index]![1]);
    const smallest = gaps.indexOf(Math.min(...gaps));
    const [left, right] = [this.parts[smallest]!, this.parts[smallest + 1]!];
    this.parts.splice(smallest, 2, [left[0], right[1]]);
  }
}
