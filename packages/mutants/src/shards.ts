/** A part of the code that is mutated in one run, and the tests that it is run against. */
export interface Shard {
  /** The jest project, which is a folder of `packages`. */
  readonly project: string;
  /** Below the project's `src`. */
  readonly mutate: readonly string[];
  /** Names of files of tests: those in whose process the code runs. */
  readonly tests: readonly string[];
  /** The code runs in programs that tests start, too, so that nobody knows which tests cover a mutant: all are run. */
  readonly runsInPrograms?: true;
  /** Mutants may leave classes of the SDK changed, so each gets a process of its own. */
  readonly changesTheSdk?: true;
}

const core = (mutate: readonly string[], tests: readonly string[]): Shard => ({
  project: 'core',
  mutate,
  tests,
});

const inFolder = (folder: string, names: readonly string[]) => names.map((name) => `${folder}/${name}.ts`);

const client = (service: string): readonly [string, Shard] => [
  `client-${service}`,
  {
    project: `client-${service}`,
    mutate: ['adapter.ts', 'index.ts'],
    tests: ['index', 'streams', 'contract'],
  },
];

// The quick ones that find most come first.
const CALLS = ['observer', 'late-changes', 'time', 'beyond-retries', 'delivery', 'scenarios', 'frames'];

/** Each ends within an hour on a core of its own. */
export const SHARDS: Readonly<Record<string, Shard>> = {
  emitter: core(['emitter.ts'], ['emitter']),
  classify: core(['sdk/classify.ts'], ['classify', 'adapter', 'beyond-retries']),
  writer: core(inFolder('sinks', ['writer', 'patience', 'line-guard']), ['writer']),
  documents: core(inFolder('sinks', ['emf-document', 'metrics', 'json']), [
    'emf-document',
    'bursts',
    'observer',
  ]),
  members: core(inFolder('sinks', ['members', 'tail']), ['emf-document', 'bursts', 'observer']),
  'emf-options': core(inFolder('sinks', ['emf-options', 'emf-plan']), [
    'observer',
    'emf-document',
    'bursts',
    'delivery',
  ]),
  sinks: core(inFolder('sinks', ['bursts', 'emf', 'emf-writer', 'line', 'stdout']), [
    'bursts',
    'emf-document',
    'line',
    'observer',
    'delivery',
    'node',
  ]),
  process: {
    ...core(inFolder('sinks', ['descriptor', 'host']), ['descriptor', 'stdout']),
    runsInPrograms: true,
  },
  frames: core(inFolder('call', ['frames', 'life']), [...CALLS, 'privacy']),
  stacks: core(inFolder('call', ['plugin', 'stack', 'in-flight']), [
    'in-flight',
    ...CALLS,
    'observe-all',
    'concurrency',
  ]),
  events: core(
    [
      'event.ts',
      ...inFolder('call', [
        'answer',
        'call',
        'events',
        'invocation',
        'outcome',
        'partial-failures',
        'properties',
      ]),
    ],
    [...CALLS, 'invocation', 'properties', 'privacy', 'names', 'emitter', 'line', 'emf-document'],
  ),
  sdk: core(
    inFolder('sdk', [
      'abort',
      'adapter',
      'client',
      'entries',
      'inspection',
      'names',
      'retry-after',
      'settings',
    ]),
    ['settings', 'names', 'abort', 'retry-after', ...CALLS],
  ),
  observer: core(
    [
      ...['observer.ts', 'delivery.ts', 'guard.ts', 'options.ts', 'problem.ts', 'shared.ts'],
      ...['environment.ts', 'node.ts'],
    ],
    [
      'problem',
      'node',
      'delivery',
      'observer',
      'beyond-retries',
      'invocation',
      'late-changes',
      'emf-document',
    ],
  ),
  'observe-all': { ...core(['observe-all.ts'], ['observe-all', 'observer']), changesTheSdk: true },
  adapter: core(['adapter.ts'], ['adapter']),
  ...Object.fromEntries(
    [
      ...[
        'apigatewaymanagementapi',
        'bedrock-runtime',
        'cloudwatch-logs',
        'dynamodb',
        'eventbridge',
        'firehose',
      ],
      ...[
        'kinesis',
        'kms',
        'lambda',
        's3',
        'scheduler',
        'secrets-manager',
        'sfn',
        'sns',
        'sqs',
        'ssm',
        'sts',
      ],
    ].map(client),
  ),
};
