import type { Properties } from '../event.js';
import { badInput, need } from '../options.js';
import { directives, type EmfPlan, isReserved, namespaceOf, OWN_DIMENSIONS } from './emf-plan.js';
import { quote } from './json.js';
import { word } from './members.js';
import { METRIC_NAMES, type MetricName } from './metrics.js';
import { MAX_VALUE_LENGTH } from './tail.js';

/** What documents say, wherever they are written. */
export interface DocumentOptions {
  /**
   * 1 to 255 characters of `A-Z a-z 0-9 . _ # : / -` and space, not beginning with `AWS/` or a colon.
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
}

/** The names of `DocumentOptions`. */
export const DOCUMENT_OPTIONS: readonly (keyof DocumentOptions)[] = [
  'namespace',
  'dimensions',
  'dimensionSets',
  'metrics',
  'storageResolution',
  'cardinalityLimit',
];

/** Checks options against the EMF specification's limits. Throws a `TypeError` that names option and value. */
export function planOf(options: DocumentOptions): EmfPlan {
  const namespace = namespaceOf(options.namespace);
  const constants = constantsOf(options.dimensions);
  const sets = setsOf(options.dimensionSets, Object.keys(constants));
  const extracted = metricsOf(options.metrics);
  const directive = directives(
    namespace,
    sets,
    (name) => extracted.has(name),
    resolutionOf(options.storageResolution),
  );
  const { cardinalityLimit = 100 } = options;
  const isLimit = Number.isInteger(cardinalityLimit) && cardinalityLimit > 0;
  need(isLimit, 'cardinalityLimit', 'a positive integer', cardinalityLimit);

  const names = new Set([...sets.flat(), ...Object.keys(constants)]);
  const ofProperties = [...names].filter(
    (name) => !OWN_DIMENSIONS.includes(name) && !Object.hasOwn(constants, name),
  );
  const fixed = Object.entries(constants)
    .map(([name, value]) => `,${quote(name)}:${quote(value)}`)
    .join('');
  checkFixedPart(directive(-1) + fixed + ofProperties.map(quote).join());
  const membersOf = propertyDimensions(ofProperties, cardinalityLimit);
  return {
    directive,
    dimensionsOf: (properties) => fixed + membersOf(properties),
    isFree: (name) => !isReserved(name) && !names.has(name),
  };
}

const MAX_DIMENSIONS = 30;
const MAX_FIXED_BYTES = 2_048;

function constantsOf(dimensions: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const isObject = typeof dimensions === 'object' && dimensions !== null && !Array.isArray(dimensions);
  need(isObject, 'dimensions', 'an object of strings', dimensions);
  for (const [name, value] of Object.entries(dimensions)) {
    checkDimensionName('dimensions', name, !isReserved(name));
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
  option: DocumentOptions['dimensionSets'],
  constants: readonly string[],
): readonly (readonly string[])[] {
  if (option === undefined) {
    const room = MAX_DIMENSIONS - OWN_DIMENSIONS.length;
    if (constants.length <= room) return [[...OWN_DIMENSIONS, ...constants]];
    throw badInput(`Expected at most ${room} \`dimensions\`, got ${constants.length}.`);
  }
  const isArray = Array.isArray(option) && option.length > 0 && option.every(Array.isArray);
  need(isArray, 'dimensionSets', 'a non-empty array of arrays', option);
  const named = new Set(option.flat());
  return option.map((set, i) => {
    for (const name of set) {
      checkDimensionName(`dimensionSets[${i}]`, name, !isReserved(name) || OWN_DIMENSIONS.includes(name));
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

function metricsOf(option: readonly MetricName[] = METRIC_NAMES): ReadonlySet<MetricName> {
  need(Array.isArray(option) && option.length > 0, 'metrics', 'a non-empty array', option);
  for (const name of option) {
    need(METRIC_NAMES.includes(name), 'metrics', `of ${METRIC_NAMES.join(', ')}`, name);
  }
  return new Set(option);
}

function resolutionOf(option: number = 60): string {
  need(option === 1 || option === 60, 'storageResolution', '1 or 60', option);
  return option === 1 ? ',"StorageResolution":1' : '';
}

function checkFixedPart(text: string): void {
  const bytes = Buffer.byteLength(text);
  need(
    bytes <= MAX_FIXED_BYTES,
    'dimensions',
    'at most 2,048 bytes of a document with namespace and sets',
    bytes,
  );
}

/** Gives the dimensions that are properties, as members. What CloudWatch takes for no value is `(other)`. */
function propertyDimensions(
  names: readonly string[],
  cardinalityLimit: number,
): (from: Properties) => string {
  const seen = new Map(names.map((name) => [name, new Set<string>()]));
  // So that all of them, each at its longest, leave room for the rest.
  const maxLength = Math.min(MAX_VALUE_LENGTH, Math.floor(512 / names.length));

  function valueFor(name: string, property: string | number | boolean | undefined): string {
    if (property === undefined || property === '') return '(none)';
    const value = String(word(property));
    const values = seen.get(name)!;
    if (values.has(value)) return value;
    // As JSON, for a quote takes two characters there.
    const fits = isAsciiText(value, maxLength) && quote(value).length <= maxLength + 2;
    if (values.size >= cardinalityLimit || !fits) return '(other)';
    values.add(value);
    return value;
  }

  return (properties) => {
    let text = '';
    for (const name of names) text += `,${quote(name)}:${quote(valueFor(name, own(properties, name)))}`;
    return text;
  };
}

function own(properties: Properties, name: string): string | number | boolean | undefined {
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}

/** Printable ASCII of 1 to `max` characters, not all blank: what CloudWatch takes for a dimension. */
function isAsciiText(text: unknown, max: number): text is string {
  return typeof text === 'string' && text.length <= max && /^[\x20-\x7e]*[\x21-\x7e][\x20-\x7e]*$/.test(text);
}
