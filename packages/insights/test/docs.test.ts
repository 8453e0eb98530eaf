import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue, compileQuery, LOG_FORMATS } from '../src/index.js';
import { SERVICE_COMMANDS } from '../src/language/names.js';

const guide = readFileSync(join(__dirname, '../../../docs/insights.md'), 'utf8');

test('every query of the cookbook is one', () => {
  const cookbook = guide.slice(guide.indexOf('## Cookbook'), guide.indexOf('## Speed'));
  const queries = [...cookbook.matchAll(/```\n(.*?)```/gs)].map(([, query]) => query!);

  expect(queries.length).toBeGreaterThan(5);
  for (const query of queries) expect(() => compileQuery(query)).not.toThrow();
});

test('the guide lists the catalogue as it is', () => {
  const rows = [...guide.matchAll(/^\| `([a-z-]+)` \| [^|]+ \| (emf|line)([^|]*) \| ([^|]*) ?\|$/gm)];

  expect(rows.map(([, name, form, more, parameters]) => [name, form + more!, parameters!.trim()])).toEqual(
    catalogue.map(({ name, forms, parameters }) => [
      name,
      expect.stringContaining(forms.join(', ')),
      parameters.length === 0 ? '' : `\`${parameters.map((parameter) => `--${parameter}`).join(' ')}\``,
    ]),
  );
});

test('the guide names every format, and every command that is refused', () => {
  for (const format of LOG_FORMATS) expect(guide).toContain(`| \`${format}\` |`);
  for (const command of SERVICE_COMMANDS.keys()) expect(guide).toContain(`\`${command}\``);
});
