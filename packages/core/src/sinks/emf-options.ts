import { checkOptions, describe } from '../options.js';
import { quote } from './json.js';
import { maxWaitOf } from './stdout.js';

/** The metrics that documents can carry. */
export const METRICS = {
  Throttles: 'Count',
  Retries: 'Count',
  RetryDelay: 'Milliseconds',
  RetriesExhausted: 'Count',
  CallsAtDeadline: 'Count',
  Calls: 'Count',
  Attempts: 'Count',
  CallDuration: 'Milliseconds',
} as const;

export type MetricName = keyof typeof METRICS;

export interface EmfOptions {
  /**
   * 1 to 256 characters of `A-Z a-z 0-9 . _ # : / -` and space, not beginning with `AWS/`.
   * @defaultValue `NEEDS_RETRY_NAMESPACE`, else `AWS_EMF_NAMESPACE`, else `NeedsRetry`
   */
  readonly namespace?: string;
  /** Constants, such as `{ Stage: "prod" }`: in every dimension set, or in those alone that name them. */
  readonly dimensions?: Readonly<Record<string, string>>;
  /**
   * Sets of dimension names: `ServiceId`, `OperationName`, constants, and properties such as `resource`. Each set makes
   * every metric once more.
   * @defaultValue `[["ServiceId", "OperationName"]]`
   */
  readonly dimensionSets?: readonly (readonly string[])[];
  /**
   * Which metrics to extract; the values of the others stay in the documents as plain members.
   * @defaultValue all
   */
  readonly metrics?: readonly MetricName[];
  /**
   * Seconds: 1 or 60.
   * @defaultValue 60
   */
  readonly storageResolution?: 1 | 60;
  /**
   * Values that a property used as a dimension may have; later ones are `(other)`.
   * @defaultValue 100
   */
  readonly cardinalityLimit?: number;
  /**
   * Milliseconds to wait in all for a reader of stdout that stands still.
   * @defaultValue 1000
   */
  readonly maxWaitMs?: number;
}

/** Options that were checked, with the texts that every document repeats. */
export interface EmfPlan {
  /** `"CloudWatchMetrics":[…]` for documents with these metrics. */
  directive(metrics: readonly MetricName[]): string;
  /** The constant dimensions as members: `,"Stage":"prod"`. */
  readonly constants: string;
  readonly propertyDimensions: readonly string[];
  /** Names that no property may have in a document. */
  readonly reserved: ReadonlySet<string>;
  readonly cardinalityLimit: number;
  readonly maxWaitMs: number;
}

/** Checks options against the EMF specification's limits. Throws a `TypeError` that names option and value. */
export function emfPlan(options: EmfOptions): EmfPlan {
  checkOptions('emfSink', options, KNOWN_OPTIONS);
  const namespace = namespaceOf(options.namespace);
  const constants = constantsOf(options.dimensions ?? {});
  const sets = setsOf(options.dimensionSets, Object.keys(constants));
  const extracted = metricsOf(options.metrics);
  const resolution = resolutionOf(options.storageResolution);
  const cardinalityLimit = options.cardinalityLimit ?? 100;
  if (!Number.isInteger(cardinalityLimit) || cardinalityLimit < 1) {
    throw new TypeError(
      `Expected \`cardinalityLimit\` to be a positive integer, got ${describe(cardinalityLimit)}.`,
    );
  }

  const head = `{"Namespace":${quote(namespace)},"Dimensions":[${sets.map(list).join()}],"Metrics":[`;
  const plan: EmfPlan = {
    directive(metrics) {
      const chosen = metrics.filter((name) => extracted.has(name));
      const definitions = chosen.map((name) => `{"Name":"${name}","Unit":"${METRICS[name]}"${resolution}}`);
      return `"CloudWatchMetrics":[${chosen.length === 0 ? '' : `${head}${definitions.join()}]}`}]`;
    },
    constants: Object.entries(constants)
      .map(([name, value]) => `,${quote(name)}:${quote(value)}`)
      .join(''),
    propertyDimensions: [...new Set(sets.flat())].filter(
      (name) => !OWN_DIMENSIONS.has(name) && !(name in constants),
    ),
    reserved: new Set([...RESERVED, ...sets.flat(), ...Object.keys(constants)]),
    cardinalityLimit,
    maxWaitMs: maxWaitOf(options.maxWaitMs),
  };
  checkFixedPart(plan);
  return plan;
}

const KNOWN_OPTIONS = [
  'namespace',
  'dimensions',
  'dimensionSets',
  'metrics',
  'storageResolution',
  'cardinalityLimit',
  'maxWaitMs',
];
const OWN_DIMENSIONS: ReadonlySet<string> = new Set(['ServiceId', 'OperationName']);
const MAX_DIMENSIONS = 30;
const MAX_FIXED_BYTES = 2_048;

/** Members of our own, and those that the platform reads. */
const RESERVED: ReadonlySet<string> = new Set([
  ...Object.keys(METRICS),
  ...OWN_DIMENSIONS,
  ...['_aws', 'level', 'timestamp', 'message', 'Service', 'Environment'],
  ...['kind', 'attempts', 'maxAttempts', 'ok', 'outcome', 'gaveUpBecause', 'phase', 'retries'],
  ...['cause', 'causeType', 'causeStatusCode', 'errorName', 'errorType', 'statusCode'],
  ...['serviceRequestId', 'extendedRequestId', 'sdkInvocationId', 'region', 'durationMs'],
  ...['functionName', 'requestId', 'truncated', 'lostLines'],
]);

function namespaceOf(option: string | undefined): string {
  const [name, value] =
    option !== undefined
      ? ['namespace', option]
      : process.env.NEEDS_RETRY_NAMESPACE
        ? ['NEEDS_RETRY_NAMESPACE', process.env.NEEDS_RETRY_NAMESPACE]
        : ['AWS_EMF_NAMESPACE', process.env.AWS_EMF_NAMESPACE || 'NeedsRetry'];
  if (typeof value !== 'string' || !/^(?!AWS\/)(?=.*\S)[A-Za-z0-9 ._#:/-]{1,256}$/.test(value)) {
    throw new TypeError(
      `Expected \`${name}\` to be 1 to 256 characters of A-Z a-z 0-9 . _ # : / - and space, not beginning with AWS/, got ${describe(value)}.`,
    );
  }
  return value;
}

function constantsOf(dimensions: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (typeof dimensions !== 'object' || dimensions === null || Array.isArray(dimensions)) {
    throw new TypeError(`Expected \`dimensions\` to be an object of strings, got ${describe(dimensions)}.`);
  }
  for (const [name, value] of Object.entries(dimensions)) {
    checkDimensionName('dimensions', name);
    if (RESERVED.has(name))
      throw new TypeError(`Expected no \`dimensions\` with a reserved name, got ${describe(name)}.`);
    if (typeof value !== 'string' || !isAsciiText(value, 1_024)) {
      throw new TypeError(
        `Expected \`dimensions.${name}\` to be 1 to 1,024 ASCII characters, not all blank, got ${describe(value)}.`,
      );
    }
  }
  return dimensions;
}

function setsOf(
  option: EmfOptions['dimensionSets'],
  constants: readonly string[],
): readonly (readonly string[])[] {
  if (option === undefined) {
    const room = MAX_DIMENSIONS - OWN_DIMENSIONS.size;
    if (constants.length <= room) return [[...OWN_DIMENSIONS, ...constants]];
    throw new TypeError(`Expected at most ${room} \`dimensions\`, got ${constants.length}.`);
  }
  if (!Array.isArray(option) || option.length === 0 || !option.every(Array.isArray)) {
    throw new TypeError(
      `Expected \`dimensionSets\` to be a non-empty array of arrays, got ${describe(option)}.`,
    );
  }
  const named = new Set(option.flat());
  return option.map((set, i) => {
    for (const name of set) {
      checkDimensionName(`dimensionSets[${i}]`, name);
      if (RESERVED.has(name) && !OWN_DIMENSIONS.has(name)) {
        throw new TypeError(
          `Expected \`dimensionSets[${i}]\` to name ServiceId, OperationName, \`dimensions\` or properties, got ${describe(name)}.`,
        );
      }
    }
    const names = [...set, ...constants.filter((name) => !named.has(name))];
    if (new Set(names).size < names.length) {
      throw new TypeError(`Expected \`dimensionSets[${i}]\` to name each dimension once, got ${list(set)}.`);
    }
    if (names.length > MAX_DIMENSIONS) {
      throw new TypeError(
        `Expected at most ${MAX_DIMENSIONS} dimensions in \`dimensionSets[${i}]\`, got ${names.length}.`,
      );
    }
    return names;
  });
}

function checkDimensionName(option: string, name: unknown): void {
  if (typeof name === 'string' && isAsciiText(name, 250) && !name.startsWith(':')) return;
  throw new TypeError(
    `Expected the names in \`${option}\` to be 1 to 250 ASCII characters, not all blank and not beginning with a colon, got ${describe(name)}.`,
  );
}

function metricsOf(
  option: readonly MetricName[] = Object.keys(METRICS) as MetricName[],
): ReadonlySet<MetricName> {
  if (!Array.isArray(option) || option.length === 0) {
    throw new TypeError(`Expected \`metrics\` to be a non-empty array, got ${describe(option)}.`);
  }
  for (const name of option) {
    if (Object.hasOwn(METRICS, name)) continue;
    throw new TypeError(
      `Expected \`metrics\` to be of ${Object.keys(METRICS).join(', ')}, got ${describe(name)}.`,
    );
  }
  return new Set(option);
}

function resolutionOf(option: number = 60): string {
  if (option !== 1 && option !== 60) {
    throw new TypeError(`Expected \`storageResolution\` to be 1 or 60, got ${describe(option)}.`);
  }
  return option === 1 ? ',"StorageResolution":1' : '';
}

function checkFixedPart(plan: EmfPlan): void {
  const names = plan.propertyDimensions.map(quote).join();
  const fixed = plan.directive(Object.keys(METRICS) as MetricName[]) + plan.constants + names;
  const bytes = Buffer.byteLength(fixed);
  if (bytes > MAX_FIXED_BYTES) {
    throw new TypeError(
      `Expected \`namespace\`, \`dimensions\` and \`dimensionSets\` to take at most 2,048 bytes of a document, got ${bytes}.`,
    );
  }
}

/** Printable ASCII of 1 to `max` characters, not all blank: what CloudWatch takes for a dimension. */
export function isAsciiText(text: string, max: number): boolean {
  return text.length <= max && /^[\x20-\x7e]*[\x21-\x7e][\x20-\x7e]*$/.test(text);
}

function list(names: readonly string[]): string {
  return `[${names.map(quote).join()}]`;
}
