/** What the reader of a stream got. */
export interface Read {
  readonly chunks: readonly unknown[];
  /** What was thrown at the end, if anything was. */
  readonly error: unknown;
}

/** Far longer than it takes to learn of an end. */
const STUCK_AFTER_MS = 60_000;

/** Reads a stream to its end, which `end` brings about once the reader has the first chunk. */
export function readAll(stream: AsyncIterable<unknown>, end: () => void): Promise<Read> {
  const chunks: unknown[] = [];
  return new Promise((resolve, reject) => {
    const settle = (error?: unknown) => resolve({ chunks, error });
    const read = async () => {
      for await (const chunk of stream) if (chunks.push(chunk) === 1) end();
    };
    read().then(settle, settle);
    const stuck = new Error(
      `Expected the reader to learn of the end of a stream, waited ${STUCK_AFTER_MS} ms.`,
    );
    setTimeout(reject, STUCK_AFTER_MS, stuck).unref();
  });
}

/** To compare two: errors by what they say. */
export function comparable({ chunks, error }: Read): object {
  const { name, code, message } = (error ?? {}) as NodeJS.ErrnoException;
  return { chunks, error: error === undefined ? undefined : { name, code, message } };
}
