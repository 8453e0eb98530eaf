/**
 * Adds numbers up as if nothing were rounded until the end: cents summed over millions of events stay exact to the last
 * digit, and the sum is the same in whatever order and parts the numbers come.
 */
export class ExactSum {
  private whole = 0;
  /** Numbers whose sum is that of all others: no two have a binary digit in common, and the largest is last. */
  private parts: number[] = [];

  add(number: number): void {
    const whole = this.whole + number;
    if (Number.isSafeInteger(number) && Number.isSafeInteger(whole)) this.whole = whole;
    else this.addPart(number);
  }

  /** Numbers of which this is the sum. */
  get terms(): readonly number[] {
    return [this.whole, ...this.parts];
  }

  /** Infinite, or no number, where the sum is larger than any number. */
  get value(): number {
    if (this.parts.length === 0) return this.whole;
    const all = new ExactSum();
    all.parts = [...this.parts];
    all.addPart(this.whole);
    return rounded(all.parts);
  }

  /** Shewchuk's algorithm: what a sum of two loses to rounding is a part by itself. */
  private addPart(number: number): void {
    let sum = number;
    const parts: number[] = [];
    for (const part of this.parts) {
      const isLarger = Math.abs(part) > Math.abs(sum);
      const large = isLarger ? part : sum;
      const small = isLarger ? sum : part;
      sum = large + small;
      const lost = small - (sum - large);
      if (lost !== 0) parts.push(lost);
    }
    parts.push(sum);
    this.parts = parts;
  }
}

function rounded(parts: readonly number[]): number {
  let index = parts.length - 1;
  let sum = parts[index]!;
  while (index > 0) {
    const part = parts[--index]!;
    const before = sum;
    sum = before + part;
    const lost = part - (sum - before);
    if (lost === 0) continue;
    // Exactly between two numbers, what is left decides which of them is nearer.
    const rest = parts[index - 1] ?? 0;
    const twice = lost * 2;
    const other = sum + twice;
    return rest * lost > 0 && twice === other - sum ? other : sum;
  }
  return sum;
}
