import { compileQuery, type LogEvent, type QueryOptions, runQuery } from '../../src/index.js';

/** The values of each row of an answer. */
export async function lists(
  query: string,
  events: Iterable<LogEvent>,
  options?: QueryOptions,
): Promise<string[][]> {
  const { rows } = await runQuery(query, events, options);
  return rows.map((row) => row.map(({ value }) => value));
}

/** What is wrong with a query. */
export function thrownBy(query: string): Error {
  try {
    compileQuery(query);
  } catch (error) {
    return error as Error;
  }
  throw new Error('Nothing was thrown.');
}
