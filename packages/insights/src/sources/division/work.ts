import type { Share, ShareAnswer } from './share.js';

/** What came of a share. */
export type Result = { readonly answer: ShareAnswer } | { readonly error: unknown };

/** Shares to be answered, by whoever takes them, and their answers, which are handed on in the order of the shares. */
export class Work {
  private next = 0;
  private readonly givenBack: number[] = [];
  private readonly results = new Map<number, Result>();
  private done = 0;
  private wake = () => {};

  constructor(
    private readonly shares: readonly Share[],
    private readonly onAnswer: (answer: ShareAnswer) => void,
  ) {}

  /** The number of a share that nobody has taken; undefined: there is none. */
  take(): number | undefined {
    const number = this.givenBack.shift() ?? this.next;
    if (number === this.next) this.next++;
    return number < this.shares.length ? number : undefined;
  }

  share(number: number): Share {
    return this.shares[number]!;
  }

  /** Gives a share back that could not be answered where it was taken. */
  giveBack(number: number): void {
    this.givenBack.push(number);
    this.wake();
  }

  put(number: number, result: Result): void {
    this.results.set(number, result);
    this.wake();
  }

  /** Answers shares here, too, until all are answered. Rejects with the error of the first that cannot be. */
  async until(signal: AbortSignal | undefined, answer: (share: Share) => Promise<Result>): Promise<void> {
    const abort = () => this.wake();
    signal?.addEventListener('abort', abort);
    try {
      while (this.done < this.shares.length) {
        signal?.throwIfAborted();
        const number = this.take();
        if (number !== undefined) this.put(number, await answer(this.share(number)));
        else if (!this.results.has(this.done)) await this.news();
        this.handOn();
      }
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  private news(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }

  private handOn(): void {
    for (let result = this.results.get(this.done); result; result = this.results.get(this.done)) {
      if ('error' in result) throw result.error;
      this.results.delete(this.done++);
      this.onAnswer(result.answer);
    }
  }
}
