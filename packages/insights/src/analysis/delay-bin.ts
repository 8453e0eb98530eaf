/** Of two neighbouring bins, how much longer the waits of the second are at most. */
const RATIO = Math.SQRT2;
/** Waits of days are in the last bin. */
const LAST = 60;

/** The bin of a wait: 0 has those below a millisecond, each other one those up to 1.41 times as long as the last. */
export function delayBin(ms: number): number {
  if (!(ms >= 1)) return 0;
  return Math.min(LAST, 1 + Math.floor(Math.log(ms) / Math.log(RATIO) + 1e-9));
}

/** From how many milliseconds on a wait is in a bin, by the bin's number. */
export const DELAY_BINS_MS: readonly number[] = Array.from({ length: LAST + 2 }, (_, bin) =>
  bin === 0 ? 0 : Math.round(RATIO ** (bin - 1) * 100) / 100,
);
