import type { Properties } from '../event.js';
import { need } from '../options.js';
import { quote } from './json.js';
import { MEMBER_NAMES } from './members.js';
import { METRIC_NAMES, type MetricName, namesOf, unitOf } from './metrics.js';

/** What every document repeats. */
export interface EmfPlan {
  /** `"CloudWatchMetrics":[…]` for a document with the metrics of these bits. */
  directive(which: number): string;
  /** The dimensions beside `ServiceId` and `OperationName` as members: `,"Stage":"prod"`. */
  dimensionsOf(properties: Properties): string;
  /** True for a name that a property may have: of no metric, dimension or member of ours, and none that the platform reads. */
  isFree(name: string): boolean;
}

export const OWN_DIMENSIONS: readonly string[] = ['ServiceId', 'OperationName'];

/** The plan of a sink without options. */
export function defaultPlan(): EmfPlan {
  return {
    directive: directives(namespaceOf(), [OWN_DIMENSIONS]),
    dimensionsOf: () => '',
    isFree: (name) => !isReserved(name),
  };
}

/** Gives the `directive` of a plan. */
export function directives(
  namespace: string,
  sets: readonly (readonly string[])[],
  isExtracted: (name: MetricName) => boolean = () => true,
  resolution = '',
): EmfPlan['directive'] {
  const dimensions = sets.map((names) => `[${names.map(quote).join()}]`).join();
  const head = `{"Namespace":${quote(namespace)},"Dimensions":[${dimensions}],"Metrics":[`;
  const made: Record<number, string> = {};
  return (which) => {
    made[which] ??= `"CloudWatchMetrics":[${directive(namesOf(which).filter(isExtracted))}]`;
    return made[which];
  };

  function directive(names: readonly MetricName[]): string {
    if (names.length === 0) return '';
    const definitions = names.map((name) => `{"Name":"${name}","Unit":"${unitOf(name)}"${resolution}}`);
    return `${head}${definitions.join()}]}`;
  }
}

/** Throws a `TypeError` for a namespace that CloudWatch does not take, which says where it comes from. */
export function namespaceOf(option?: string): string {
  const { NEEDS_RETRY_NAMESPACE: own, AWS_EMF_NAMESPACE: emf } = process.env;
  const name = option !== undefined ? 'namespace' : own ? 'NEEDS_RETRY_NAMESPACE' : 'AWS_EMF_NAMESPACE';
  const value = option === undefined ? own || emf || 'NeedsRetry' : option;
  const isNamespace = typeof value === 'string' && /^(?!AWS\/|:)(?=.*\S)[\w .#:/-]{1,255}$/.test(value);
  need(
    isNamespace,
    name,
    '1 to 255 of A-Z a-z 0-9 . _ # : / - and space, not beginning with AWS/ or a colon',
    value,
  );
  return value;
}

/** True for the name of a metric, of a dimension or member that every document can have, and of what the platform reads. */
export function isReserved(name: string): boolean {
  return RESERVED.has(name);
}

const PLATFORM = ['_aws', 'level', 'timestamp', 'message', 'Service', 'Environment'];
const RESERVED = new Set<string>([...METRIC_NAMES, ...OWN_DIMENSIONS, ...MEMBER_NAMES, ...PLATFORM]);
