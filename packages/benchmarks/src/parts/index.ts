import type { Table } from '../table.js';
import { calls } from './calls.js';
import { documents } from './documents.js';
import { flight } from './flight.js';
import { frames } from './frames.js';
import { growth } from './growth.js';
import { insights } from './insights.js';
import { response } from './response.js';
import { size } from './size.js';
import { start } from './start.js';

/** The parts of the benchmark by name. Each runs peers, floors and ours in turns. */
export const PARTS: Readonly<Record<string, () => Promise<readonly Table[]>>> = {
  calls,
  frames,
  documents,
  flight,
  growth,
  insights,
  response,
  start,
  size,
};
