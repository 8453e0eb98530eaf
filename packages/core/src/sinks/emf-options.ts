import { checkOptions, need } from '../options.js';
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
export function emfPlan(options: EmfOptions, sinkName: string): EmfPlan {
  checkOptions(sinkName, options, KNOWN_OPTIONS);
  const namespace = namespaceOf(options.namespace);
  const constants = constantsOf(options.dimensions ?? {});
  const sets = setsOf(options.dimensionSets, Object.keys(constants));
  const extracted = metricsOf(options.metrics);
  const resolution = resolutionOf(options.storageResolution);
  const { cardinalityLimit = 100 } = options;
  const isLimit = Number.isInteger(cardinalityLimit) && cardinalityLimit > 0;
  need(isLimit, 'cardinalityLimit', 'a positive integer', cardinalityLimit);

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
      (name) => !OWN_DIMENSIONS.has(name) && !Object.hasOwn(constants, name),
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
  const { NEEDS_RETRY_NAMESPACE: own, AWS_EMF_NAMESPACE: emf } = process.env;
  const name = option !== undefined ? 'namespace' : own ? 'NEEDS_RETRY_NAMESPACE' : 'AWS_EMF_NAMESPACE';
  const value = option ?? (own || emf || 'NeedsRetry');
  const isNamespace = typeof value === 'string' && /^(?!AWS\/)(?=.*\S)[\w .#:/-]{1,256}$/.test(value);
  need(isNamespace, name, '1 to 256 of A-Z a-z 0-9 . _ # : / - and space, not beginning with AWS/', value);
  return value;
}

function constantsOf(dimensions: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const isObject = typeof dimensions === 'object' && dimensions !== null && !Array.isArray(dimensions);
  need(isObject, 'dimensions', 'an object of strings', dimensions);
  for (const [name, value] of Object.entries(dimensions)) {
    checkDimensionName('dimensions', name, !RESERVED.has(name));
    need(
      isAsciiText(value, 1_024),
      `dimensions.${name}`,
      '1 to 1,024 ASCII characters, not all blank',
      value,
    );
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
  const isArray = Array.isArray(option) && option.length > 0 && option.every(Array.isArray);
  need(isArray, 'dimensionSets', 'a non-empty array of arrays', option);
  const named = new Set(option.flat());
  return option.map((set, i) => {
    for (const name of set) {
      checkDimensionName(`dimensionSets[${i}]`, name, !RESERVED.has(name) || OWN_DIMENSIONS.has(name));
    }
    const names = [...set, ...constants.filter((name) => !named.has(name))];
    need(names.length <= MAX_DIMENSIONS, `dimensionSets[${i}]`, `at most ${MAX_DIMENSIONS} names`, names);
    need(new Set(names).size === names.length, `dimensionSets[${i}]`, 'different names', names.join());
    return names;
  });
}

function checkDimensionName(option: string, name: unknown, isFree: boolean): void {
  const isName = isAsciiText(name, 250) && !name.startsWith(':');
  need(isName, option, 'names of 1 to 250 ASCII characters, not all blank, no colon first', name);
  need(isFree, option, 'names that are no member of every document', name);
}

function metricsOf(
  option: readonly MetricName[] = Object.keys(METRICS) as MetricName[],
): ReadonlySet<MetricName> {
  need(Array.isArray(option) && option.length > 0, 'metrics', 'a non-empty array', option);
  for (const name of option) {
    need(Object.hasOwn(METRICS, name), 'metrics', `of ${Object.keys(METRICS).join(', ')}`, name);
  }
  return new Set(option);
}

function resolutionOf(option: number = 60): string {
  need(option === 1 || option === 60, 'storageResolution', '1 or 60', option);
  return option === 1 ? ',"StorageResolution":1' : '';
}

function checkFixedPart(plan: EmfPlan): void {
  const names = plan.propertyDimensions.map(quote).join();
  const fixed = plan.directive(Object.keys(METRICS) as MetricName[]) + plan.constants + names;
  const bytes = Buffer.byteLength(fixed);
  need(
    bytes <= MAX_FIXED_BYTES,
    'dimensions',
    'at most 2,048 bytes of a document with namespace and sets',
    bytes,
  );
}

/** Printable ASCII of 1 to `max` characters, not all blank: what CloudWatch takes for a dimension. */
export function isAsciiText(text: unknown, max: number): text is string {
  return typeof text === 'string' && text.length <= max && /^[\x20-\x7e]*[\x21-\x7e][\x20-\x7e]*$/.test(text);
}

function list(names: readonly string[]): string {
  return `[${names.map(quote).join()}]`;
}
