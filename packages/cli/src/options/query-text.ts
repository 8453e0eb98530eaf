import { readFileSync } from 'node:fs';
import { type CatalogueQuery, catalogue, catalogueText } from '@needs-retry/insights';
import { UsageError } from '../terminal.js';
import { CATALOGUE_OPTIONS, type CatalogueValues, optionOf, parametersOf } from './catalogue.js';
import { didYouMean } from './values.js';

/** What was asked: a query of the catalogue, or the text of one. */
export type Asked = { readonly text: string; readonly named: CatalogueQuery | undefined };

/**
 * Finds what `asked` is: the name of a query, `@` and the name of a file with a query, or the query itself.
 *
 * @throws {UsageError}
 */
export function askedQuery(asked: string, options: CatalogueValues): Asked {
  const isText = asked.startsWith('@') || /[^\w-]/.test(asked);
  if (!isText) {
    const named = queryNamed(asked);
    checkRequired(named, options);
    return { text: catalogueText(named.name, parametersOf(options)), named };
  }
  for (const option of CATALOGUE_OPTIONS) {
    if (options[option.attributeName() as keyof CatalogueValues] !== undefined) {
      throw new UsageError(
        `${option.long} is for queries of the catalogue, and ${JSON.stringify(asked)} is none.`,
      );
    }
  }
  return { text: asked.startsWith('@') ? textIn(asked.slice(1)) : asked, named: undefined };
}

function checkRequired(named: CatalogueQuery, options: CatalogueValues): void {
  for (const parameter of named.required) {
    if (options[parameter] === undefined) throw new UsageError(`${named.name} needs ${optionOf(parameter)}.`);
  }
}

/** @throws {UsageError} that says which there are */
export function queryNamed(name: string): CatalogueQuery {
  const named = catalogue.find((query) => query.name === name);
  if (named) return named;
  const names = catalogue.map((query) => query.name);
  throw new UsageError(
    `There is no query ${name} in the catalogue.${didYouMean(name, names) || ` There are ${names.join(', ')}.`}`,
  );
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    throw new UsageError(`The query in ${file} cannot be read: ${(error as Error).message}.`);
  }
}

export function suggestedQueries(): { readonly value: string; readonly description: string }[] {
  return catalogue.map(({ name, answers }) => ({ value: name, description: answers }));
}
