/** Which columns of a table are what of an event, by their places; the others are `rest`. */
export type CsvColumns = {
  readonly delimiter: string;
  readonly names: readonly string[];
  readonly time: number | undefined;
  readonly message: number | undefined;
  readonly stream: number | undefined;
  readonly log: number | undefined;
  readonly ingestionTime: number | undefined;
};

/** The columns that the first line of a table names; undefined: it is no table of events. */
export function csvColumns(line: string): CsvColumns | undefined {
  for (const delimiter of [',', ';', '\t']) {
    const names = line.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
    const at = (...wanted: string[]) => {
      const place = names.findIndex((name) => wanted.includes(name.toLowerCase().replace(/[ _]/g, '')));
      return place < 0 ? undefined : place;
    };
    const columns = {
      delimiter,
      names,
      time: at('@timestamp', 'timestamp'),
      message: at('@message', 'message'),
      stream: at('@logstream', 'logstream', 'logstreamname'),
      log: at('@log', 'log', 'loggroup', 'loggroupname'),
      ingestionTime: at('@ingestiontime', 'ingestiontime'),
    };
    const hasEvents = columns.time !== undefined && columns.message !== undefined;
    // The results of a query have the fields it asked for, and those of the service begin with an at sign.
    const hasFields =
      names.some((name) => /^@[a-z]\w*$/i.test(name)) && names.every((name) => NAME.test(name));
    if (hasEvents || hasFields) return columns;
  }
  return undefined;
}

const NAME = /^@{0,2}[\w. ()*-]+$/;
