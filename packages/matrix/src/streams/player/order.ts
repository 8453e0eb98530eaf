/** Services with an operation whose answer is a stream. */
export const STREAMS = ['s3', 'kinesis', 'lambda', 'bedrock-runtime'] as const;

/** What the player is to do. */
export interface Order {
  /** Where the SDK is installed. */
  readonly folder: string;
  readonly service: (typeof STREAMS)[number];
}
