import { Readable } from 'node:stream';
import type { EventVisitor } from '../language/event.js';
import { LONGEST } from './blocks.js';
import { type Bytes, chunksOf } from './bytes.js';
import { type CsvColumns, csvColumns } from './csv-columns.js';
import { FileError } from './file-error.js';
import type { Inspection } from './inspection.js';
import { type HeldEvent, timeOf } from './json-events.js';
import { HeldEvents } from './json-reader.js';
import type { Source } from './line-scanner.js';

/** Reads the rows of a table: the console's download of events, or the results of a query. */
export async function* scanCsv(
  bytes: Bytes,
  firstLine: string,
  source: Source & { readonly name: string },
  visitor: EventVisitor,
  inspection: Inspection,
): AsyncGenerator<void> {
  const columns = columnsIn(firstLine, source.name);
  const { parse } = await import('csv-parse');
  const events = new HeldEvents(source, visitor, inspection);
  const rows = Readable.from(chunksOf(bytes)).pipe(
    parse({
      delimiter: columns.delimiter,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: LONGEST,
    }),
  );
  let isFirst = true;
  let count = 0;
  try {
    for await (const cells of rows as AsyncIterable<string[]>) {
      if (!isFirst && !events.give(eventOf(cells, columns))) return;
      isFirst = false;
      if (++count % ROWS_PER_BLOCK === 0) {
        inspection.endOfBlock();
        yield;
      }
    }
  } catch (error) {
    const why = STOPS[(error as { code?: string }).code ?? ''];
    if (why === undefined) throw error;
    inspection.note(`${why}: the rows before it are read.`);
  } finally {
    rows.destroy();
  }
  inspection.endOfBlock();
}

function columnsIn(firstLine: string, name: string): CsvColumns {
  const columns = csvColumns(firstLine);
  if (columns) return columns;
  throw new FileError(
    `${name} is no CSV of events: its first line names no \`timestamp\` and \`message\`, nor a field such as \`@message\`.`,
  );
}

const ROWS_PER_BLOCK = 1000;

/** What the library says where it can go no further. A quotation mark too many makes one row of all that follows. */
const STOPS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'ends in the middle of a row',
  CSV_MAX_RECORD_SIZE: 'has a row longer than 8 MB',
};

function eventOf(cells: readonly string[], columns: CsvColumns): HeldEvent {
  const at = (place: number | undefined) => (place === undefined ? undefined : cells[place]);
  return {
    timestamp: timeOfCell(at(columns.time)),
    message: at(columns.message)?.replace(/\r?\n$/, '') ?? documentOf(cells, columns),
    logStream: at(columns.stream) || undefined,
    log: at(columns.log) || undefined,
    ingestionTime: timeOfCell(at(columns.ingestionTime)),
  };
}

/** Without a message, the fields that a query asked for are the event. */
function documentOf(cells: readonly string[], { names }: CsvColumns): string {
  const fields = names.flatMap((name, index) => {
    const isOfEvent = /^@(?:timestamp|ingestionTime|ptr|log|logStream)$/i.test(name);
    return isOfEvent || !cells[index] ? [] : [[name, cells[index]] as const];
  });
  return JSON.stringify(Object.fromEntries(fields));
}

/** A spreadsheet writes large numbers with an exponent. */
function timeOfCell(cell: string | undefined): number | undefined {
  if (cell === undefined) return undefined;
  return timeOf(/^\d(?:[.,]\d+)?E\+12$/i.test(cell) ? Number(cell.replace(',', '.')) : cell.trim());
}
