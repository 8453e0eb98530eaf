import type { Filter } from './select.js';

/** The filter that the page shows, and who is to be told when it changes. */
export class State {
  filter: Filter = {};
  private readonly listeners: ((filter: Filter) => void)[] = [];

  /** Calls `show` now and whenever the filter has changed. */
  follow(show: (filter: Filter) => void): void {
    this.listeners.push(show);
    show(this.filter);
  }

  set(change: Filter): void {
    this.filter = { ...this.filter, ...change };
    for (const show of this.listeners) show(this.filter);
  }

  get isWhole(): boolean {
    return this.filter.from === undefined && this.filter.to === undefined;
  }
}
