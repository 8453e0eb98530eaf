import type { ParameterName, Settings } from './parameters.js';

/** Which kind of output of ours a query reads: the plain lines, or the EMF documents. */
export type QueryForm = 'line' | 'emf';

export type QueryDefinition = {
  readonly name: string;
  /** What it answers, in a sentence. */
  readonly answers: string;
  readonly parameters: readonly ParameterName[];
  /** Parameters without which there is no query. */
  readonly required?: readonly ParameterName[];
  /** Whether its rows are points in time, to be drawn as bars. */
  readonly overTime?: true;
  /** What an alarm makes of its rows; if not given, the largest value of its first column of numbers. */
  readonly alarmOn?: string;
  readonly forms: { readonly [form in QueryForm]?: FormOfQuery };
};

export type FormOfQuery = {
  readonly text: (settings: Settings) => string;
  /** What a log without rows may be missing, in whole sentences. */
  readonly whenEmpty: string;
};

/** The forms that a query has, the one that says most first. */
export function formsOf({ forms }: QueryDefinition): QueryForm[] {
  return (['emf', 'line'] as const).filter((form) => forms[form]);
}
