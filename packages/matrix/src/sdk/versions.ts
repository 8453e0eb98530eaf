/** A version of the AWS SDK, as an application has it installed. */
export interface SdkVersion {
  /** As in the table. */
  readonly name: string;
  /** The version of each client's package, by its name after `@aws-sdk/client-`. */
  readonly clients: Readonly<Record<string, string>>;
  /**
   * Nothing that was published later is installed, as with a lockfile of that day. The packages of one client ask for
   * ranges: without it an old client gets the retry code of today.
   */
  readonly before?: string;
  /** Clients with an operation whose answer is a stream of events, where `clients` has none of them. */
  readonly streaming?: SdkVersion['clients'];
  /** Older than what is promised: reported, and never a failure. */
  readonly bestEffort?: true;
}

const three = (version: string): SdkVersion['clients'] => ({ s3: version, dynamodb: version, sqs: version });

// Bedrock came with 3.422.
const streaming = (version: string, kinesis = version): SdkVersion['clients'] => ({
  kinesis,
  lambda: version,
  'bedrock-runtime': version,
});

/** Versions whose retry code differs, the oldest first. */
export const VERSIONS: readonly SdkVersion[] = [
  // Kinesis of that time reads a stream to its end before the call is over.
  { name: '3.47', clients: three('3.47.0'), bestEffort: true },
  { name: '3.188', clients: three('3.188.0'), streaming: { kinesis: '3.188.0' }, bestEffort: true },
  { name: '3.363', clients: { ...three('3.363.0'), kinesis: '3.363.0', lambda: '3.363.0' } },
  // There is no 3.400 of these two: 3.398 is the nearest before it.
  {
    name: '3.400',
    clients: { s3: '3.400.0', dynamodb: '3.398.0', sqs: '3.398.0' },
    streaming: { kinesis: '3.398.0', lambda: '3.398.0' },
  },
  { name: '3.600', clients: { ...three('3.600.0'), ...streaming('3.600.0') } },
  { name: '3.750', clients: three('3.750.0'), streaming: streaming('3.750.0'), before: '2026-04-02' },
  {
    name: '3.888',
    clients: three('3.888.0'),
    streaming: streaming('3.888.0', '3.887.0'),
    before: '2026-01-20',
  },
  { name: '3.958', clients: three('3.958.0'), streaming: streaming('3.958.0'), before: '2025-12-31' },
  {
    name: '3.1000',
    clients: three('3.1000.0'),
    streaming: streaming('3.1000.0', '3.995.0'),
    before: '2026-05-06',
  },
  {
    name: '3.1000 installed today',
    clients: three('3.1000.0'),
    streaming: streaming('3.1000.0', '3.995.0'),
  },
  { name: '3.1041', clients: three('3.1041.0'), streaming: streaming('3.1041.0'), before: '2026-05-03' },
  { name: 'newest', clients: { ...three('latest'), ...streaming('latest') } },
];
