import * as fc from 'fast-check';

/** What the server does with one request. */
export type Answer =
  | 'ok'
  | 'throttled'
  | 'broken'
  | 'unavailable'
  | 'missing'
  | 'no sense'
  | 'redirect'
  | 'reset'
  | 'cut';

/** The operations of S3, then those of DynamoDB. */
export const OPERATIONS = {
  s3: ['GetObject', 'PutObject', 'HeadObject', 'DeleteObject', 'ListObjectsV2', 'presigned'],
  dynamodb: ['GetItem', 'PutItem', 'Query'],
} as const;

export type Operation = (typeof OPERATIONS)['s3' | 'dynamodb'][number];

export interface PlannedCall {
  readonly operation: Operation;
  /** One for each attempt; then all is well. */
  readonly answers: readonly Answer[];
  /** When the caller aborts: not at all, before sending, or when the server has this request (from 1). */
  readonly abort: 'never' | 'before' | number;
  /** What is sent as the body of a `PutObject`. */
  readonly body: 'text' | 'bytes' | 'stream';
  /** How the caller reads the answer of a `GetObject`. */
  readonly reader: 'as text' | 'by chunks' | 'first chunk' | 'not at all';
  /** True if the same command is sent a second time, at once with the first. */
  readonly twice: boolean;
}

export const STRATEGIES = [
  'standard',
  'adaptive',
  'configured',
  'second',
  'first',
  'rebuilding',
  'cloning',
] as const;

/** Calls of one client. */
export interface Plan {
  readonly service: 's3' | 'dynamodb';
  readonly strategy: (typeof STRATEGIES)[number];
  readonly maxAttempts: number;
  readonly cacheMiddleware: boolean;
  readonly followRegionRedirects: boolean;
  /** True if our adapter watches the streams of answers. */
  readonly watched: boolean;
  /** How many calls are in flight at once. */
  readonly concurrency: number;
  readonly calls: readonly PlannedCall[];
}

export const CALLS_OF_A_PLAN = 10;

const answer = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<Answer>('throttled', 'broken', 'unavailable') },
  { weight: 2, arbitrary: fc.constantFrom<Answer>('reset', 'no sense') },
  { weight: 2, arbitrary: fc.constantFrom<Answer>('ok', 'missing', 'cut', 'redirect') },
);

const callOf = (service: Plan['service']): fc.Arbitrary<PlannedCall> =>
  fc.record({
    operation: fc.constantFrom<Operation>(...OPERATIONS[service]),
    answers: fc.array(answer, { maxLength: 5, size: 'max' }),
    abort: fc.oneof(
      { weight: 6, arbitrary: fc.constant('never' as const) },
      { weight: 1, arbitrary: fc.constant('before' as const) },
      { weight: 2, arbitrary: fc.integer({ min: 1, max: 3 }) },
    ),
    body: fc.constantFrom('text', 'bytes', 'stream'),
    reader: fc.constantFrom('as text', 'by chunks', 'first chunk', 'not at all'),
    twice: fc.boolean(),
  });

export const plan: fc.Arbitrary<Plan> = fc.constantFrom('s3' as const, 'dynamodb' as const).chain((service) =>
  fc
    .record({
      service: fc.constant(service),
      strategy: fc.constantFrom(...STRATEGIES),
      maxAttempts: fc.integer({ min: 1, max: 6 }),
      cacheMiddleware: fc.boolean(),
      followRegionRedirects: fc.boolean(),
      watched: fc.boolean(),
      concurrency: fc.constantFrom(1, 3, CALLS_OF_A_PLAN),
      calls: fc.array(callOf(service), { minLength: CALLS_OF_A_PLAN, maxLength: CALLS_OF_A_PLAN }),
    })
    .map(possible),
);

const FIRST_GENERATION: readonly Plan['strategy'][] = ['first', 'rebuilding', 'cloning'];

/** Without what the SDK itself leaves to chance, so that two plays without us are the same. */
function possible(plan: Plan): Plan {
  const isFirst = FIRST_GENERATION.includes(plan.strategy);
  // The SDK keeps the region of a redirect in a context that all calls share then.
  const followRegionRedirects = plan.followRegionRedirects && !plan.cacheMiddleware;
  return {
    ...plan,
    followRegionRedirects,
    // Calls at once share a quota: who gets the last of it is chance. This many attempts never use it up.
    maxAttempts: plan.concurrency > 1 ? Math.min(plan.maxAttempts, 3) : plan.maxAttempts,
    calls: plan.calls.map((call) => ({
      ...call,
      // A URL that is signed while another call is redirected has the old region or the new one.
      operation:
        followRegionRedirects && plan.concurrency > 1 && call.operation === 'presigned'
          ? 'HeadObject'
          : call.operation,
      // A stream can be sent once, which strategies of the first generation do not know.
      body: isFirst && call.body === 'stream' ? 'bytes' : call.body,
      twice: call.twice && call.abort === 'never' && call.body !== 'stream' && call.answers.length === 0,
    })),
  };
}
