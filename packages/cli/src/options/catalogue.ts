import type { CatalogueOptions } from '@needs-retry/insights';
import { Option } from 'commander';
import { time } from './values.js';

/** The options that narrow a query of the catalogue. */
export const CATALOGUE_OPTIONS = [
  new Option('--form <form>', 'read the EMF documents or the plain lines').choices(['emf', 'line']),
  new Option('--service <name>', 'only this service, such as s3'),
  new Option('--operation <name>', 'only this operation, such as PutObject'),
  new Option('--bin <period>', 'the width of bars over time, such as 5m'),
  new Option('--date <date>', 'the day that splits before from after').argParser((value) =>
    new Date(time(value)).toISOString(),
  ),
  new Option('--request-id <id>', 'only this invocation of a function'),
];

/** The option that gives a parameter: `--request-id` for `requestId`. */
export function optionOf(parameter: string): string {
  return CATALOGUE_OPTIONS.find((option) => option.attributeName() === parameter)?.long ?? parameter;
}

export type CatalogueValues = Pick<
  CatalogueOptions,
  'form' | 'service' | 'operation' | 'bin' | 'date' | 'requestId'
>;

export function parametersOf({
  form,
  service,
  operation,
  bin,
  date,
  requestId,
}: CatalogueValues): CatalogueValues {
  return { form, service, operation, bin, date, requestId };
}
