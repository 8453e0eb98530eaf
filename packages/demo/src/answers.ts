import { answer, catalogue, type LogEvent, type QueryResult } from '@needs-retry/insights';

/** A query of the catalogue and what it says of the log. */
export type Answer = { readonly name: string; readonly question: string; readonly result: QueryResult };

/** In the order of what one would ask. */
const NAMES = ['retries-by-operation', 'throttling', 'slowest-calls', 'gave-up'];

export function answersOf(log: readonly LogEvent[]): Promise<Answer[]> {
  return Promise.all(
    NAMES.map(async (name) => {
      const question = catalogue.find((query) => query.name === name)?.answers ?? name;
      return { name, question, result: await answer(name, log, { limit: 10 }) };
    }),
  );
}
