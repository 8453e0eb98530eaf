import { setTimeout as wait } from 'node:timers/promises';
import type {
  CloudWatchLogsClient,
  GetQueryResultsCommandOutput,
  StartQueryCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import { checkOptions, need } from '@needs-retry/core/internal';
import { QuerySyntaxError } from '../language/errors.js';
import type { QueryResult, ResultRow } from '../language/query.js';

export type ServiceQueryOptions = {
  /** Names or ARNs. */
  readonly logGroups: readonly string[];
  /** Epoch milliseconds; the service counts in whole seconds. */
  readonly start: number;
  /** Epoch milliseconds, included. */
  readonly end: number;
  readonly limit?: number | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  /** Called whenever the service has said how far it is. */
  readonly onProgress?: ((progress: ServiceQueryProgress) => void) | undefined;
  /** Given the client before its first call, to observe it. */
  readonly onClient?: ((client: CloudWatchLogsClient) => void) | undefined;
  /** Stops the query on the service; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
};

export type ServiceQueryProgress = {
  /** `Scheduled`, `Running`, `Complete`. */
  readonly status: string;
  /** The answer so far. */
  readonly result: QueryResult;
  /** What was scanned so far costs this much in most regions. */
  readonly costUsd: number;
};

/** A query that the service has begun and not finished: it failed, took too long, or was cancelled by someone. */
export class ServiceQueryError extends Error {
  override readonly name = 'ServiceQueryError';

  constructor(readonly status: string) {
    super(`The service ended the query with the status ${status}.`);
  }
}

/**
 * Answers a query on CloudWatch Logs. The SDK retries what the service throttles.
 *
 * @throws {TypeError} for an option that there is not, or a value that it cannot have
 * @throws {QuerySyntaxError} where the service finds the query malformed
 * @throws {ServiceQueryError} where it does not finish it
 */
export async function runServiceQuery(query: string, options: ServiceQueryOptions): Promise<QueryResult> {
  // Loaded here, because most users ask about files, and the SDK takes longer to load than a file to read.
  const sdk = await import('@aws-sdk/client-cloudwatch-logs');
  const { region, profile, signal, onProgress, onClient } = checked(options);
  const client = new sdk.CloudWatchLogsClient({ ...(region && { region }), ...(profile && { profile }) });
  onClient?.(client);
  let queryId: string | undefined;
  try {
    signal?.throwIfAborted();
    const started = await client.send(new sdk.StartQueryCommand(inputOf(query, options)));
    queryId = started.queryId;
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
      signal?.throwIfAborted();
      const output = await client.send(new sdk.GetQueryResultsCommand({ queryId }));
      const status = output.status ?? 'Unknown';
      if (status === 'Complete') {
        const pages = [output];
        for (let nextToken = output.nextToken; nextToken; nextToken = pages[pages.length - 1]!.nextToken) {
          pages.push(await client.send(new sdk.GetQueryResultsCommand({ queryId, nextToken })));
        }
        queryId = undefined;
        const result = resultOf(pages);
        onProgress?.(progressOf(status, result));
        return result;
      }
      if (!RUNNING.has(status)) {
        queryId = undefined;
        throw new ServiceQueryError(status);
      }
      onProgress?.(progressOf(status, resultOf([output])));
      await wait(pause, undefined, { signal });
    }
  } catch (error) {
    if (queryId !== undefined) await client.send(new sdk.StopQueryCommand({ queryId })).catch(() => {});
    if (signal?.aborted) throw signal.reason;
    throw error instanceof sdk.MalformedQueryException ? malformed(query, error) : error;
  } finally {
    client.destroy();
  }
}

const OPTIONS = 'logGroups start end limit region profile onProgress onClient signal'.split(' ');

function checked(options: ServiceQueryOptions): ServiceQueryOptions {
  checkOptions('runServiceQuery', options, OPTIONS);
  const { logGroups, start, end, limit, region, profile, onProgress, onClient, signal } = options;
  const isList = Array.isArray(logGroups) && logGroups.length > 0;
  need(isList && logGroups.every(isText), 'logGroups', 'an array of names', logGroups);
  for (const [name, value] of Object.entries({ start, end })) {
    need(Number.isFinite(value), name, 'a number of epoch milliseconds', value);
  }
  const isLimit = limit === undefined || (Number.isInteger(limit) && limit >= 1);
  need(isLimit, 'limit', 'a whole number of at least 1', limit);
  for (const [name, value] of Object.entries({ region, profile })) {
    need(value === undefined || isText(value), name, 'a text', value);
  }
  for (const [name, value] of Object.entries({ onProgress, onClient })) {
    need(value === undefined || typeof value === 'function', name, 'a function', value);
  }
  need(signal === undefined || signal instanceof AbortSignal, 'signal', 'an AbortSignal', signal);
  return options;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 2000;
const RUNNING = new Set(['Scheduled', 'Running', 'Unknown']);
const USD_PER_GB = 0.005;

function inputOf(
  query: string,
  { logGroups, start, end, limit }: ServiceQueryOptions,
): StartQueryCommandInput {
  const hasArn = logGroups.some((group) => group.startsWith('arn:'));
  return {
    ...(hasArn ? { logGroupIdentifiers: [...logGroups] } : { logGroupNames: [...logGroups] }),
    startTime: Math.floor(start / 1000),
    endTime: Math.floor(end / 1000),
    queryString: query,
    ...(limit !== undefined && { limit }),
  };
}

type Page = Pick<GetQueryResultsCommandOutput, 'results' | 'statistics'>;

/** `@ptr` is for looking an event up again on the service, and no part of the answer. */
function resultOf(pages: readonly Page[]): QueryResult {
  const rows: ResultRow[] = pages.flatMap(({ results = [] }) =>
    results.map((row) =>
      row.flatMap(({ field, value }) =>
        field === undefined || field === '@ptr' || value === undefined ? [] : [{ field, value }],
      ),
    ),
  );
  const { recordsMatched = 0, recordsScanned = 0, bytesScanned = 0 } = pages[0]?.statistics ?? {};
  return {
    columns: [...new Set(rows.flatMap((row) => row.map(({ field }) => field)))],
    rows,
    statistics: { recordsMatched, recordsScanned, bytesScanned },
    notes: [],
  };
}

function progressOf(status: string, result: QueryResult): ServiceQueryProgress {
  return { status, result, costUsd: (result.statistics.bytesScanned / 2 ** 30) * USD_PER_GB };
}

type Malformed = {
  readonly message: string;
  readonly queryCompileError?:
    | {
        readonly location?: { readonly startCharOffset?: number | undefined } | undefined;
        readonly message?: string | undefined;
      }
    | undefined;
};

function malformed(query: string, { message, queryCompileError }: Malformed): QuerySyntaxError {
  const offset = queryCompileError?.location?.startCharOffset ?? 0;
  return new QuerySyntaxError(query, offset, queryCompileError?.message ?? message);
}
