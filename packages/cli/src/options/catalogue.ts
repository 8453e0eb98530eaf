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
];

export type CatalogueValues = Pick<CatalogueOptions, 'form' | 'service' | 'operation' | 'bin' | 'date'>;

export function parametersOf({ form, service, operation, bin, date }: CatalogueValues): CatalogueValues {
  return { form, service, operation, bin, date };
}
