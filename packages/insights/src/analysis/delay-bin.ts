/** Of two neighbouring bins, how much longer the waits of the second are at most. */
const RATIO = Math.SQRT2;
/** Waits of days are in the last bin. */
const LAST = 60;

/** The bin of a wait: 0 has those below a millisecond, each other one those up to 1.41 times as long as the last. */
export function delayBin(ms: number): number {
  if (!(ms >= 1)) return 0;
  return Math.min(LAST, 1 + Math.floor(Math.log(ms) / Math.log(RATIO) + 1e-9));
}

/** The milliseconds from which on a wait is in a bin. */
export function delayBinStart(bin: number): number {
  return bin === 0 ? 0 : RATIO ** (bin - 1);
}
