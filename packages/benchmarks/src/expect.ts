/** A program's check of its own results: times of what is miscounted say nothing. */
export function expect(what: string, got: number, wanted: number): void {
  if (got !== wanted) throw new Error(`Expected ${wanted} ${what}, got ${got}.`);
}
