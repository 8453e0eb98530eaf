import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  defaultObserver,
  type ObservableClient,
  type PartialFailure,
  type RetryObserver,
  type ServiceAdapter,
} from '@needs-retry/core';

/** A `DynamoDBClient`, a `DynamoDB`, or a document client, which has a DynamoDB client's configuration. */
export type ObservableDynamoDB = ObservableClient & Pick<DynamoDBClient, 'config'>;

/**
 * Reports the retries of a DynamoDB client. A document client and the client it was made from are one: observe either.
 *
 * @returns the same client
 * @throws TypeError where it has no middleware stack, or none with the SDK's `retryMiddleware`
 * @example
 * const dynamodb = observeDynamoDB(DynamoDBDocumentClient.from(new DynamoDBClient({})));
 */
export function observeDynamoDB<Client extends ObservableDynamoDB>(
  client: Client,
  observer: RetryObserver = defaultObserver(),
): Client {
  return observer.observe(client, dynamodb);
}

const dynamodb: ServiceAdapter = {
  service: 'dynamodb',

  /** The table, the tables of batch and transact operations, and the index; never a key, an item or a statement. */
  properties(input) {
    const { TableName, RequestItems, TransactItems, IndexName } = record(input);
    // Every call passes here: most have one table.
    const tables =
      typeof TableName === 'string'
        ? tableOf(TableName)
        : namesOf(
            [...Object.keys(record(RequestItems)), ...list(TransactItems).flatMap(tablesOf)]
              .filter((table) => typeof table === 'string')
              .map(tableOf),
          );
    const index = typeof IndexName === 'string' ? { index: IndexName } : undefined;
    return tables === '' ? index : { resource: tables, ...index };
  },

  /** Why a table or an index throttled: `TableReadKeyRangeThroughputExceeded` is a hot key. */
  errorProperties(error) {
    const { throttlingReasons, ThrottlingReasons } = record(error);
    const reasons = list(throttlingReasons ?? ThrottlingReasons).map(record);
    if (reasons.length === 0) return undefined;
    return {
      throttlingReason: namesOf(reasons.map(({ reason }) => reason)),
      throttlingResource: namesOf(
        reasons.flatMap(({ resource }) => (typeof resource === 'string' ? throttledNameOf(resource) : [])),
      ),
    };
  },

  /** A transaction that was cancelled for throttling, which the SDK does not retry. */
  classify(error) {
    const codes = list(record(error).CancellationReasons).map((reason) => record(reason).Code);
    return codes.some((code) => THROTTLING_CODES.has(code)) ? 'throttling' : undefined;
  },

  /** Items and keys that a batch was answered 200 without, and statements that failed for a reason that passes. */
  partialFailures(_input, output) {
    const { UnprocessedItems, UnprocessedKeys, Responses } = record(output);
    const statements = list(Responses).filter((each) => PASSING_CODES.has(record(record(each).Error).Code));
    return [
      ...Object.entries(record(UnprocessedItems)).map(([table, items]) => undone(table, list(items).length)),
      ...Object.entries(record(UnprocessedKeys)).map(([table, keys]) =>
        undone(table, list(record(keys).Keys).length),
      ),
      undone(undefined, statements.length),
    ];
  },
};

function undone(table: string | undefined, retryableEntries: number): PartialFailure {
  return { retryableEntries, finalEntries: 0, reasons: {}, resource: table && tableOf(table) };
}

const THROTTLING_CODES: ReadonlySet<unknown> = new Set(['ThrottlingError', 'ProvisionedThroughputExceeded']);
const PASSING_CODES: ReadonlySet<unknown> = new Set([
  ...THROTTLING_CODES,
  'InternalServerError',
  'RequestLimitExceeded',
]);

/** The tables that one item of a transaction names, in its `Get`, `Put`, `Update`, `Delete` or `ConditionCheck`. */
function tablesOf(item: unknown): readonly unknown[] {
  return Object.values(record(item)).map((action) => record(action).TableName);
}

/** The table of an ARN, which has an account id in it. */
function tableOf(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? throttledNameOf(nameOrArn).replace(/\/.*/, '') : nameOrArn;
}

/** The table of an ARN and, where it is an index's, the index: `orders/index/by-date`. */
function throttledNameOf(nameOrArn: string): string {
  return nameOrArn.replace(/^arn:(.*:table\/|.*[:/])/, '');
}

function namesOf(names: readonly unknown[]): string {
  return [...new Set(names.filter((name) => typeof name === 'string' && name !== ''))].sort().join();
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
