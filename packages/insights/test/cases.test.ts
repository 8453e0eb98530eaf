import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LogEvent, QuerySyntaxError, runQuery, UnsupportedCommandError } from '../src/index.js';

type Expected = string | { number: number } | { epochMs: number } | { set: string[] };
type Case = {
  readonly id: string;
  readonly says: string;
  readonly query: string;
  readonly events: readonly { timestamp: number; message: string; logStream?: string; repeat?: number }[];
  readonly rows?: readonly Record<string, Expected>[];
  readonly rowCount?: number;
  readonly ordered?: boolean;
  readonly columns?: readonly string[];
  readonly error?: boolean;
  readonly optional?: boolean;
  readonly numberTolerance?: number;
  readonly account?: string;
  readonly logGroup?: string;
};

const documented = casesIn('insights.json');
const published = casesIn('insights-forms.json');

describe.each([
  ['the documentation of Logs Insights', documented],
  ['what people publish', published],
])('%s', (_, cases) => {
  test.each(cases.map((recorded) => [recorded.id, recorded] as const))('%s', async (_, recorded) => {
    if (recorded.error) {
      await expect(runQuery(recorded.query, eventsOf(recorded))).rejects.toThrow(QuerySyntaxError);
      return;
    }

    const { columns, rows } = await runQuery(recorded.query, eventsOf(recorded));

    if (recorded.rowCount !== undefined) expect(rows).toHaveLength(recorded.rowCount);
    if (recorded.columns) expect(columns).toEqual(recorded.columns);
    if (recorded.rows) {
      const found = rows.map((row) => Object.fromEntries(row.map(({ field, value }) => [field, value])));
      const wanted = recorded.rows;
      const readable = matched(found, wanted, recorded);
      expect(recorded.ordered ? readable : sorted(readable)).toEqual(
        recorded.ordered ? wanted : sorted(wanted),
      );
    }
  });

  test('nothing is refused as what only the service has', async () => {
    const refused: string[] = [];
    for (const recorded of cases) {
      await runQuery(recorded.query, eventsOf(recorded)).catch((error: unknown) => {
        if (error instanceof UnsupportedCommandError) refused.push(recorded.id);
      });
    }

    expect(refused).toEqual([]);
  });
});

function casesIn(file: string): readonly Case[] {
  const { cases } = JSON.parse(readFileSync(join(__dirname, 'cases', file), 'utf8')) as { cases: Case[] };
  return cases;
}

function* eventsOf(recorded: Case): Generator<LogEvent> {
  const log = recorded.account && `${recorded.account}:${recorded.logGroup}`;
  for (const { repeat = 1, ...event } of recorded.events) {
    for (let copy = 0; copy < repeat; copy++) yield { ...event, log, timestamp: event.timestamp + copy };
  }
}

/** Each value in the notation of the case, if it is what that one means. */
function matched(
  found: readonly Record<string, string>[],
  wanted: readonly Record<string, Expected>[],
  { numberTolerance = 1e-9 }: Case,
): Record<string, Expected>[] {
  const example = Object.assign({}, ...wanted) as Record<string, Expected>;
  return found.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([field, value]) => {
        const expected = example[field];
        if (typeof expected !== 'object') return [field, value];
        if ('set' in expected) return [field, { set: JSON.parse(value) as string[] }];
        if ('epochMs' in expected) return [field, { epochMs: Date.parse(`${value.replace(' ', 'T')}Z`) }];
        const same = wanted
          .map((other) => other[field] as { number: number })
          .find((other) => other && Math.abs(other.number - Number(value)) <= numberTolerance);
        return [field, same ?? { number: Number(value) }];
      }),
    ),
  );
}

function sorted(rows: readonly Record<string, Expected>[]): string[] {
  return rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort();
}
