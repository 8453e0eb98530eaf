import type { Output } from '../render/output.js';
import type { CatalogueValues } from './catalogue.js';
import type { LogOptions } from './log.js';

/** What a question is asked of, and how. */
export type QueryOptions = CatalogueValues &
  LogOptions & {
    readonly follow?: true;
    readonly limit?: number;
    readonly output?: Output;
    readonly failEmpty?: true;
  };
