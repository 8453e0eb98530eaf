import { catalogueText } from '@needs-retry/insights';
import { Argument } from 'commander';
import { CATALOGUE_OPTIONS, type CatalogueValues, parametersOf } from '../options/catalogue.js';
import { queryNamed, suggestedQueries } from '../options/query-text.js';
import { EXIT } from '../terminal.js';
import type { Command } from './command.js';

export const show: Command = {
  name: 'show',
  summary: 'Prints a ready query, to be pasted into the console.',
  arguments: [new Argument('<query>', 'its name')],
  options: CATALOGUE_OPTIONS,
  suggestions: [suggestedQueries],
  run([name], options, terminal) {
    terminal.write(`${catalogueText(queryNamed(name!).name, parametersOf(options as CatalogueValues))}\n`);
    return EXIT.answered;
  },
};
