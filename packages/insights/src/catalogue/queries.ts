import type { QueryDefinition } from './definition.js';
import { FAILURES } from './queries/failures.js';
import { FUNCTIONS } from './queries/functions.js';
import { INVOCATIONS } from './queries/invocations.js';
import { RETRIES } from './queries/retries.js';

/** Every query, in the order in which the command lists them. */
export const DEFINITIONS: readonly QueryDefinition[] = [
  ...RETRIES,
  ...FAILURES,
  ...INVOCATIONS,
  ...FUNCTIONS,
];
