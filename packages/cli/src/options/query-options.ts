import type { LogFormat } from '@needs-retry/insights';
import type { Output } from '../render/output.js';
import type { CatalogueValues } from './catalogue.js';

/** What a question is asked of, and how. */
export type QueryOptions = CatalogueValues & {
  readonly format?: LogFormat;
  readonly follow?: true;
  readonly logGroup?: readonly string[];
  readonly region?: string;
  readonly profile?: string;
  /** Milliseconds. */
  readonly since?: number;
  /** Epoch milliseconds. */
  readonly start?: number;
  /** Epoch milliseconds. */
  readonly end?: number;
  readonly limit?: number;
  readonly output?: Output;
  readonly failEmpty?: true;
};
