/** A part of the code that is mutated in one run, and the tests that it is run against. */
export interface Shard {
  /** The jest project, which is a folder of `packages`. */
  readonly project: string;
  /** Below the project's `src`. */
  readonly mutate: readonly string[];
  /** Names of files of tests: those in whose process the code runs. */
  readonly tests: readonly string[];
}

const core = (mutate: readonly string[], tests: readonly string[]): Shard => ({
  project: 'core',
  mutate,
  tests,
});

const client = (service: string): readonly [string, Shard] => [
  `client-${service}`,
  { project: `client-${service}`, mutate: ['**/*.ts'], tests: ['contract', 'index'] },
];

const CALLS = ['frames', 'scenarios', 'observer', 'late-changes', 'time', 'beyond-retries', 'delivery'];

/** Each ends within an hour on a core of its own. */
export const SHARDS: Readonly<Record<string, Shard>> = {
  emitter: core(['emitter.ts'], ['emitter']),
  classify: core(['sdk/classify.ts'], ['classify', 'adapter', 'beyond-retries']),
  writer: core(['sinks/{writer,patience,line-guard}.ts'], ['writer']),
  documents: core(
    ['sinks/{emf-document,emf-options,emf-plan,members,metrics,tail,json}.ts'],
    ['emf-document', 'bursts', 'observer'],
  ),
  sinks: core(
    ['sinks/{bursts,emf,emf-writer,line,stdout}.ts'],
    ['bursts', 'emf-document', 'line', 'observer', 'delivery'],
  ),
  frames: core(['call/{frames,life}.ts'], CALLS),
  stacks: core(['call/{plugin,stack,in-flight}.ts'], [...CALLS, 'observe-all', 'concurrency']),
  events: core(
    ['call/{answer,call,events,invocation,outcome,partial-failures,properties}.ts'],
    [...CALLS, 'invocation', 'properties'],
  ),
  sdk: core(['sdk/{abort,adapter,entries,inspection,names,retry-after,settings}.ts'], CALLS),
  observer: core(
    ['{observer,delivery,guard,options,problem,shared,environment}.ts'],
    ['observer', 'delivery', 'beyond-retries', 'invocation'],
  ),
  'observe-all': core(['observe-all.ts'], ['observe-all']),
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
