import { catalogue } from '@needs-retry/insights';
import { optionOf } from '../options/catalogue.js';
import { EXIT } from '../terminal.js';
import type { Command } from './command.js';

export const queries: Command = {
  name: 'queries',
  summary: 'Lists the ready queries.',
  arguments: [],
  options: [],
  run(_words, _options, terminal) {
    const width = Math.max(...catalogue.map(({ name }) => name.length));
    for (const { name, answers, forms, parameters } of catalogue) {
      const options = parameters.map(optionOf).join(' ');
      terminal.write(`${name.padEnd(width)}  ${answers}\n`);
      terminal.write(`${''.padEnd(width)}  --form ${forms.join('|')} ${options}`.trimEnd().concat('\n'));
    }
    return EXIT.answered;
  },
};
