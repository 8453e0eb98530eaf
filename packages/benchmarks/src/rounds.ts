import { shuffled } from './stats.js';

/** Does its work `count` times. */
export type Variant = (count: number) => void | Promise<void>;

/** What each variant took per piece of work, in nanoseconds, round by round. */
export type Rounds = Readonly<Record<string, readonly number[]>>;

/** What a variant takes more than `bare`, round by round. */
export function addedBy(rounds: Rounds, name: string): readonly number[] {
  return rounds[name]!.map((time, i) => time - rounds.bare![i]!);
}

/** As many rounds as wanted, or those of a sample: `BENCH_ROUNDS` says how many it may have. */
export function roundsOf(wanted: number): number {
  return Math.min(wanted, Number(process.env.BENCH_ROUNDS ?? wanted));
}

export interface TurnsOptions {
  readonly rounds: number;
  readonly batch: number;
  /** Rounds before those that count. */
  readonly warmUp?: number;
  /** Waited for before each batch, untimed. */
  readonly pause?: () => Promise<void>;
}

/**
 * Lets variants take turns in one process, in another order each round, so that all see the same machine: below 10 µs
 * processes differ more from one another than the variants do.
 */
export async function takeTurns(
  variants: Readonly<Record<string, Variant>>,
  { rounds, batch, warmUp = 20, pause }: TurnsOptions,
): Promise<Rounds> {
  const times: Record<string, number[]> = Object.fromEntries(Object.keys(variants).map((name) => [name, []]));
  for (let round = -roundsOf(warmUp); round < roundsOf(rounds); round++) {
    for (const [name, variant] of shuffled(Object.entries(variants))) {
      await pause?.();
      const since = process.hrtime.bigint();
      await variant(batch);
      const took = Number(process.hrtime.bigint() - since) / batch;
      if (round >= 0) times[name]?.push(took);
    }
  }
  return times;
}
