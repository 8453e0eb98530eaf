import { openSync, writeSync } from 'node:fs';

/** Writes one line that holds a JSON object with `survivalLine: index`, in all 700 to 1,400 bytes. */
export type Writer = (index: number) => void | Promise<void>;

export const PADDING = 'x'.repeat(700);

export type Ending = 'return' | 'throw' | 'exit' | 'block' | 'rejection' | 'uncaught';

export type SurvivalEvent = {
  readonly from: number;
  readonly to: number;
  readonly ending: Ending;
  /** A file that grows by one byte for each line whose write has returned. */
  readonly progressFile: string;
};

const forever = () => new Promise((resolve) => setTimeout(resolve, 60_000));

const endings: Record<Ending, () => unknown> = {
  return: () => undefined,
  throw: () => {
    throw new Error('thrown');
  },
  exit: () => process.exit(7),
  // A function that is stuck in a loop, or waits for something synchronously.
  block: () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
  rejection: () => {
    Promise.reject(new Error('rejected'));
    return forever();
  },
  uncaught: () => {
    setTimeout(() => {
      throw new Error('uncaught');
    });
    return forever();
  },
};

/** Writes lines, and ends as it is told. */
export function survivalHandler(write: Writer) {
  return async ({ from, to, ending, progressFile }: SurvivalEvent): Promise<unknown> => {
    const progress = openSync(progressFile, 'a');
    for (let index = from; index < to; index++) {
      await write(index);
      writeSync(progress, '.');
    }
    return endings[ending]();
  };
}
