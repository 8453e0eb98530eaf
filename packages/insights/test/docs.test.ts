import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue, compileQuery, LOG_FORMATS, QuerySyntaxError } from '../src/index.js';
import { SERVICE_COMMANDS } from '../src/language/names.js';

const page = (name: string) => readFileSync(join(__dirname, `../../../docs/${name}.md`), 'utf8');
const guide = page('insights');
const language = page('query-language');

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
      parameters.length === 0 ? '' : `\`${parameters.map(flagOf).join(' ')}\``,
    ]),
  );
});

test('every format is named, and every command that is refused', () => {
  for (const format of LOG_FORMATS) expect(guide).toContain(`| \`${format}\` |`);
  for (const command of SERVICE_COMMANDS.keys()) expect(language).toContain(`\`${command}\``);
});

test('the forms in the table are answered or refused as it says', () => {
  const table = language.slice(language.indexOf('## Forms'), language.indexOf('Notes are in'));
  const refused = [...table.matchAll(/^\| (.*?) \| [^|]* \| refused.*$/gm)].map(([, form]) => form!);

  for (const form of refused) {
    for (const query of QUERIES_OF[form] ?? [codeIn(form)])
      expect(() => compileQuery(query)).toThrow(QuerySyntaxError);
  }
  expect(refused.length).toBeGreaterThan(4);
});

const QUERIES_OF: Record<string, readonly string[]> = {
  'any other `sort`, or a `limit`, before the last `stats`': [
    'sort x desc | stats count(*)',
    'limit 5 | stats count(*)',
  ],
  'a field after a `stats` that did not keep it': ['stats count(*) by x | display y'],
  '`topk` with `by`': ['stats topk(3, x) by y'],
  '`parse x /…/ as y multi`': ['parse x /(a)/ as y multi'],
};

function codeIn(form: string): string {
  return /`([^`]+)`/.exec(form)![1]!.replaceAll('\\|', '|');
}

/** How the command calls a parameter. */
function flagOf(parameter: string): string {
  return `--${parameter.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
