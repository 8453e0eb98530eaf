import { badInput } from '@needs-retry/core/internal';
import { type Events, type QueryOptions, type QueryResult, runQuery } from '../language/query.js';
import { formsOf, type QueryForm } from './definition.js';
import { type CatalogueParameters, type ParameterName, settingsOf } from './parameters.js';
import { DEFINITIONS } from './queries.js';

/** A query of the catalogue, as it is listed. */
export type CatalogueQuery = {
  readonly name: string;
  /** What it answers, in a sentence. */
  readonly answers: string;
  /** What it can read; the first is what it does read if not told otherwise. */
  readonly forms: readonly QueryForm[];
  readonly parameters: readonly ParameterName[];
  /** Those of them without which it cannot be asked. */
  readonly required: readonly ParameterName[];
  /** Why there may be no rows, for each of its forms: sentences to be shown beside an empty answer. */
  readonly whenEmpty: { readonly [form in QueryForm]?: string };
  /** What an alarm on it makes of its rows; undefined: the largest value of its first column of numbers. */
  readonly alarmOn: string | undefined;
  /** Whether its rows are points in time. */
  readonly overTime: boolean;
};

export type CatalogueOptions = CatalogueParameters & {
  /** @defaultValue `emf`, which says more; every query has it */
  readonly form?: QueryForm | undefined;
};

/** The ready queries about retries. */
export const catalogue: readonly CatalogueQuery[] = DEFINITIONS.map((definition) => ({
  name: definition.name,
  answers: definition.answers,
  forms: formsOf(definition),
  parameters: definition.parameters,
  required: definition.required ?? [],
  whenEmpty: Object.fromEntries(formsOf(definition).map((form) => [form, definition.forms[form]!.whenEmpty])),
  alarmOn: definition.alarmOn,
  overTime: definition.overTime ?? false,
}));

/**
 * The text of a query of the catalogue, to be run here or pasted into the console.
 *
 * @example
 * catalogueText('retries-over-time', { service: 's3', bin: '1h' });
 * @throws {TypeError} for a name, a form or a parameter that there is not
 */
export function catalogueText(name: string, options: CatalogueOptions = {}): string {
  const definition = DEFINITIONS.find((known) => known.name === name);
  if (!definition) {
    throw badInput(
      `Expected a name of ${DEFINITIONS.map((known) => known.name).join(', ')}, got ${JSON.stringify(name)}.`,
    );
  }
  const { form = formsOf(definition)[0]!, ...parameters } = options;
  const chosen = definition.forms[form];
  if (!chosen) {
    throw badInput(
      `Expected \`form\` of ${name} to be ${formsOf(definition).join(' or ')}, got ${JSON.stringify(form)}.`,
    );
  }
  for (const [parameter, value] of Object.entries(parameters)) {
    if (value !== undefined && !definition.parameters.includes(parameter as ParameterName)) {
      throw badInput(`Expected no \`${parameter}\`: ${name} takes ${listed(definition.parameters)}.`);
    }
  }
  for (const parameter of definition.required ?? []) {
    if (parameters[parameter] === undefined) {
      throw new TypeError(`Expected \`${parameter}\`: ${name} cannot be asked without it.`);
    }
  }
  return chosen.text(settingsOf(parameters));
}

/**
 * Answers a query of the catalogue from the events of a log.
 *
 * @example
 * const result = await answer('throttling', readLogs('app.log'), { service: 'dynamodb' });
 * console.log(renderTable(result));
 */
export async function answer(
  name: string,
  events: Events,
  options: CatalogueOptions & QueryOptions = {},
): Promise<QueryResult> {
  const { form, service, operation, bin, date, requestId, ...run } = options;
  return runQuery(catalogueText(name, { form, service, operation, bin, date, requestId }), events, run);
}

function listed(parameters: readonly string[]): string {
  return parameters.length === 0 ? 'none' : parameters.map((parameter) => `\`${parameter}\``).join(', ');
}
