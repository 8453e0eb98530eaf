import type { Analysis } from '@needs-retry/insights';
import type { OperationSummary, Summary } from './summary.js';

/** A promise of the log, and where it was broken. */
export type Check = { readonly promise: string; readonly problems: readonly string[] };

/** Whether the log says of retries and throttling what the servers saw. */
export function checksOf(
  { operations, total, documentProblems }: Summary,
  failedOrders: number,
  { totals }: { readonly totals: Pick<Analysis['totals'], 'retries' | 'throttles' | 'gaveUp'> },
): readonly Check[] {
  return [
    equal('lines = requests − calls', operations, 'lines', 'retries'),
    equal('sum of Retries = requests − calls', operations, 'metricRetries', 'retries'),
    equal('sum of Throttles = throttled answers', operations, 'metricThrottles', 'throttled'),
    {
      // An order stops at the first call that the SDK gives up.
      promise: 'sum of RetriesExhausted = failed orders',
      problems:
        total.gaveUp === failedOrders ? [] : [`the log says ${total.gaveUp}, the function ${failedOrders}`],
    },
    {
      promise: 'the report and the doctor count the same',
      problems: [
        ...differences('retries', totals.retries, total.retries),
        ...differences('throttled', totals.throttles, total.throttled),
        ...differences('gave up', totals.gaveUp, total.gaveUp),
      ],
    },
    { promise: 'every document is valid EMF', problems: documentProblems },
  ];
}

function differences(what: string, said: number, was: number): string[] {
  return said === was ? [] : [`${what}: they say ${said}, the server ${was}`];
}

type Count = Exclude<keyof OperationSummary, 'service' | 'operation'>;

function equal(promise: string, operations: readonly OperationSummary[], said: Count, was: Count): Check {
  const problems = operations
    .filter((operation) => operation[said] !== operation[was])
    .map(
      (found) => `${found.service} ${found.operation}: the log says ${found[said]}, the server ${found[was]}`,
    );
  return { promise, problems };
}
