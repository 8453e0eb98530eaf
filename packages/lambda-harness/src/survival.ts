import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageDirectory } from './package-directory.js';
import { availableRuntimes } from './runtimes.js';
import { ROWS, type RowName, survivalTable, WRITERS, type WriterName } from './survival/table.js';

const LINES = 200;
const guide = join(packageDirectory(), '..', '..', 'docs', 'what-survives.md');

/** Measures what survives which ending, and writes the tables into `docs/what-survives.md`. */
async function main(): Promise<void> {
  const runtimes = availableRuntimes();
  const tables: string[] = [];
  for (const logFormat of ['JSON', 'Text'] as const) {
    const writers = Object.keys(WRITERS) as WriterName[];
    const rows = Object.keys(ROWS) as RowName[];
    const table = await survivalTable({ logFormat, runtimes, lines: LINES, writers, rows });
    tables.push(
      `Log format ${logFormat}; ${runtimes.join(', ')}; ${LINES} lines of 700 to 1,400 bytes.\n\n${table}\n`,
    );
    console.log(tables.at(-1));
  }
  const text = readFileSync(guide, 'utf8');
  const between = /(?<=<!-- survival:begin -->\n).*(?=<!-- survival:end -->)/s;
  writeFileSync(
    guide,
    text.replace(between, () => tables.join('\n')),
  );
}

void main();
