import type { MetricsLogger } from 'aws-embedded-metrics';
import { connectionOf } from './connection.js';
import { UnsendableError } from './queue.js';

/** What a document of core is read as. */
type Document = Readonly<Record<string, unknown>> & {
  readonly _aws: {
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly Directive[];
  };
};

interface Directive {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly {
    readonly Name: string;
    readonly Unit: string;
    readonly StorageResolution?: number;
  }[];
}

/** Sends a document by a child of `logger`, and resolves when it is on its way. */
export async function sendDocument(logger: MetricsLogger, text: string, lost: number): Promise<void> {
  const child = logger.new();
  try {
    fill(child, parse(text), lost);
  } catch (error) {
    throw new UnsendableError('The document breaks a limit of aws-embedded-metrics.', { cause: error });
  }
  const connection = await connectionOf(logger);
  await connection.watch(child.flush());
}

/**
 * The library writes the JSON by itself, so that the text by which lines are counted cannot be escaped here, as core
 * does: it gets another character.
 */
function parse(text: string): Document {
  return JSON.parse(text.replaceAll('needs-retry\\u002e', 'needs-retry_'));
}

function fill(logger: MetricsLogger, document: Document, lost: number): void {
  const { _aws, ...members } = document;
  forgetProperties(logger);
  logger.setTimestamp(_aws.Timestamp);
  const directive = _aws.CloudWatchMetrics[0];
  // Also with none: the logger's own sets, and the library's three, make metrics of their own.
  logger.setDimensions((directive?.Dimensions ?? []).map((set) => pick(members, set)));
  if (directive !== undefined) {
    logger.setNamespace(directive.Namespace);
    for (const { Name, Unit, StorageResolution } of directive.Metrics) {
      for (const value of [members[Name]].flat() as number[]) {
        logger.putMetric(Name, value, Unit, StorageResolution);
      }
    }
  }
  // Properties are written over dimensions, metrics over both.
  const elsewhere = new Set([
    ...(directive?.Dimensions ?? []).flat(),
    ...(directive?.Metrics ?? []).map(({ Name }) => Name),
  ]);
  for (const [name, value] of Object.entries(members)) {
    if (!elsewhere.has(name)) logger.setProperty(name, value);
  }
  if (lost > 0) logger.setProperty('lostLines', lost);
}

function pick(members: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, members[name] as string]));
}

/** What the user set on the logger is about something else, and could have the name of a member of ours. */
function forgetProperties(logger: MetricsLogger): void {
  const { context } = logger as unknown as { context?: { properties?: object } };
  if (context !== undefined) context.properties = {};
}
