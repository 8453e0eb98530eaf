import type { ServiceAdapter } from '@needs-retry/core';
import {
  arnResource,
  classifier,
  codeOf,
  joinNames,
  list,
  named,
  partialFailures,
  record,
  type UndoneEntries,
  undoneEntries,
} from '@needs-retry/core/adapter';

const classify = classifier({ contention: ['TransactionConflict', 'TransactionConflictException'] });

/** What only DynamoDB knows. */
export const dynamoDBAdapter: ServiceAdapter = {
  service: 'dynamodb',

  /** The table, the tables of a batch or a transaction, and the index; never a key, an item or a statement. */
  properties(input) {
    const { TableName, RequestItems, TransactItems, IndexName } = record(input);
    const tables = [
      TableName,
      ...Object.keys(record(RequestItems)),
      ...list(TransactItems).flatMap(tablesOf),
    ];
    return { resource: joinNames(tables.map(tableOf)), index: named(IndexName) };
  },

  /** Why a table or an index throttled: `TableReadKeyRangeThroughputExceeded` is a hot key. */
  errorProperties(error) {
    const { throttlingReasons, ThrottlingReasons } = record(error);
    const reasons = list(throttlingReasons ?? ThrottlingReasons).map(record);
    return {
      throttlingReason: joinNames(reasons.map(({ reason }) => codeOf(reason))),
      throttlingResource: joinNames(reasons.map(({ resource }) => tableAndIndexOf(resource))),
    };
  },

  /** A transaction has a code for each of its items; throttling outweighs a conflict. */
  classify(error) {
    const classes = list(record(error).CancellationReasons).map((reason) =>
      classify({ name: record(reason).Code }),
    );
    if (classes.includes('throttling')) return 'throttling';
    return classes.includes('contention') ? 'contention' : classify(error);
  },

  /** Items and keys that a batch left unprocessed, and statements of a batch that failed. */
  partialFailures(_input, output) {
    const { UnprocessedItems, UnprocessedKeys, Responses } = record(output);
    return partialFailures([
      ...unprocessed(UnprocessedItems, (items) => items),
      ...unprocessed(UnprocessedKeys, (keys) => record(keys).Keys),
      ...list(Responses).flatMap(failedStatement),
    ]);
  },
};

/** The tables that one item of a transaction names, in its `Get`, `Put`, `Update`, `Delete` or `ConditionCheck`. */
function tablesOf(item: unknown): readonly unknown[] {
  return Object.values(record(item)).map((action) => record(action).TableName);
}

/** The table of a name or an ARN. */
function tableOf(nameOrArn: unknown): string | undefined {
  return tableAndIndexOf(nameOrArn)?.replace(/\/.*/s, '');
}

/** The table and, where an ARN names one, the index: `orders/index/by-date`. */
function tableAndIndexOf(nameOrArn: unknown): string | undefined {
  return named(named(arnResource(nameOrArn) ?? nameOrArn)?.replace(/^[\w-]*table\//, ''));
}

function unprocessed(tables: unknown, entriesOf: (table: unknown) => unknown): readonly UndoneEntries[] {
  return Object.entries(record(tables)).map(([table, each]) => ({
    resource: tableOf(table),
    retryable: true,
    count: list(entriesOf(each)).length,
  }));
}

function failedStatement(response: unknown): readonly UndoneEntries[] {
  const { Error: error, TableName } = record(response);
  return error ? undoneEntries([error], classify, tableOf(TableName)) : [];
}
