import type { AnyClass, Tree } from './sdk.js';
import { optionsOf, type Strategy } from './strategies.js';

/** One way to use one version of the SDK. */
export interface Cell {
  readonly strategy: Strategy;
  /** Whether clients have `cacheMiddleware`. */
  readonly cache: boolean;
}

/** Makes clients as the cell says, whatever strategy the caller would have given. */
export class Clients {
  constructor(
    readonly tree: Tree,
    readonly cell: Cell,
  ) {}

  /** Whether this version of the SDK has such a strategy. */
  get exist(): boolean {
    return optionsOf(this.cell.strategy, 1, this.tree) !== undefined;
  }

  make(Client: AnyClass, config: Readonly<Record<string, unknown>>, maxAttempts = 3) {
    const { retryStrategy, retryMode, maxAttempts: _, ...rest } = config;
    const { cache, strategy } = this.cell;
    return new Client({
      ...rest,
      ...optionsOf(strategy, maxAttempts, this.tree),
      ...(cache && { cacheMiddleware: true }),
    });
  }
}
