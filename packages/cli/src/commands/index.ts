import { alarm } from './alarm.js';
import type { Command } from './command.js';
import { completeOf } from './complete.js';
import { doctor } from './doctor.js';
import { exportCommand } from './export.js';
import { queries } from './queries.js';
import { query } from './query.js';
import { report } from './report.js';
import { show } from './show.js';

const ANSWERING: readonly Command[] = [queries, query, report, doctor, alarm, exportCommand, show];

/** All commands, in the order in which help lists them. */
export const COMMANDS: readonly Command[] = [...ANSWERING, completeOf(ANSWERING)];
