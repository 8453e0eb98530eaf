import { formsOf, type QueryDefinition } from './definition.js';
import { DEFAULT_BIN, DEFAULT_DATE, type ParameterName, type Settings } from './parameters.js';

/** A query of the catalogue as CloudWatch saves it: `{{service}}` stands where the parameter `service` belongs. */
export type ParameterisedQuery = {
  readonly text: string;
  readonly parameters: readonly QueryParameter[];
};

export type QueryParameter = {
  readonly name: ParameterName;
  readonly description: string;
  /** Undefined: there is no query without a value. */
  readonly defaultValue: string | undefined;
};

/** The query in the form that says most. */
export function parameterised(definition: QueryDefinition): ParameterisedQuery {
  const form = definition.forms[formsOf(definition)[0]!]!;
  return { text: form.text(PLACEHOLDERS), parameters: definition.parameters.map((name) => PARAMETERS[name]) };
}

/** The text that runs: with the values given, else the default ones. */
export function filledIn(query: ParameterisedQuery, values: Readonly<Record<string, string>> = {}): string {
  return query.parameters.reduce(
    (text, { name, defaultValue = '' }) => text.replaceAll(`{{${name}}}`, values[name] ?? defaultValue),
    query.text,
  );
}

const PLACEHOLDERS: Settings = {
  service: '{{service}}',
  operation: '{{operation}}',
  bin: '{{bin}}',
  date: '{{date}}',
  requestId: '{{requestId}}',
};

const PARAMETERS: Readonly<Record<ParameterName, QueryParameter>> = {
  service: {
    name: 'service',
    description: 'A service such as s3, or several such as s3|dynamodb. All if not changed.',
    defaultValue: '.*',
  },
  operation: {
    name: 'operation',
    description:
      'An operation such as PutObject, or several such as PutObject|GetObject. All if not changed.',
    defaultValue: '.*',
  },
  bin: { name: 'bin', description: 'The width of the bars, such as 5m or 1h.', defaultValue: DEFAULT_BIN },
  date: {
    name: 'date',
    description:
      'The moment that splits before from after, in epoch milliseconds. 10 November 2026 if not changed.',
    defaultValue: String(Date.parse(DEFAULT_DATE)),
  },
  requestId: {
    name: 'requestId',
    description: 'The request id of the invocation.',
    defaultValue: undefined,
  },
};
