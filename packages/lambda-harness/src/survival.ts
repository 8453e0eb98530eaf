import { availableRuntimes } from './runtimes.js';
import { ROWS, type RowName, survivalTable, WRITERS, type WriterName } from './survival/table.js';

/** Prints what survives which ending, for `docs/lambda.md`. */
async function main(): Promise<void> {
  const runtimes = availableRuntimes();
  const lines = 200;
  for (const logFormat of ['JSON', 'Text'] as const) {
    const table = await survivalTable({
      logFormat,
      runtimes,
      lines,
      writers: Object.keys(WRITERS) as WriterName[],
      rows: Object.keys(ROWS) as RowName[],
    });
    console.log(
      `Log format ${logFormat}; ${runtimes.join(', ')}; ${lines} lines of 700 to 1,400 bytes.\n\n${table}\n`,
    );
  }
}

void main();
