import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// The picture of docs/architecture.md: data flows SDK call → plugin → observer → handlers and sinks, and imports go
// one way. A file may import those named here, and types from anywhere below it.
const PICTURE: Readonly<Record<string, readonly string[]>> = {
  event: [],
  options: [],
  sdk: [],
  emitter: [],
  invocation: ['registry'],
  problem: [],
  registry: [],
  classify: ['sdk'],
  settings: ['sdk'],
  properties: ['options', 'registry'],
  service: ['event', 'options', 'sdk'],
  call: ['registry', 'sdk'],
  events: ['classify', 'properties', 'sdk'],
  plugin: ['call', 'events', 'invocation', 'properties', 'registry', 'sdk', 'service', 'settings'],
  observer: [
    ...['emitter', 'event', 'events', 'options', 'plugin', 'problem', 'registry', 'sdk', 'service'],
    ...['sinks/emf', 'sinks/line', 'sinks/stdout'],
  ],
  'sinks/json': [],
  'sinks/descriptor': [],
  'sinks/stdout': ['options', 'sinks/descriptor'],
  'sinks/line': ['event', 'options', 'sinks/json', 'sinks/stdout'],
  'sinks/emf-plan': ['options', 'sinks/json', 'sinks/stdout'],
  'sinks/emf-document': ['event', 'sinks/emf-plan', 'sinks/json', 'sinks/stdout'],
  'sinks/emf-options': ['options', 'sinks/emf-document', 'sinks/emf-plan', 'sinks/json', 'sinks/stdout'],
  'sinks/emf': ['sinks/emf-document', 'sinks/emf-options', 'sinks/emf-plan', 'sinks/stdout'],
  index: ['classify', 'invocation', 'observer', 'properties', 'sinks/emf', 'sinks/line'],
};

const src = join(__dirname, '..', 'src');

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace(/\.ts$/, ''));

test('every file imports what the picture says', () => {
  expect(Object.fromEntries(files.map((file) => [file, importsOf(file)]))).toEqual(PICTURE);
});

test('core imports no package, and no built-in module before it is needed', () => {
  const foreign = files.flatMap((file) => specifiersOf(file).filter((from) => !from.startsWith('.')));
  expect(foreign).toEqual([]);
});

/** The values that a file imports or exports from others: types cost nothing and may go round in circles. */
function importsOf(file: string): string[] {
  const directory = join(file, '..');
  return specifiersOf(file)
    .filter((from) => from.startsWith('.'))
    .map((from) => join(directory, from).replace(/\.js$/, ''))
    .sort();
}

function specifiersOf(file: string): string[] {
  const text = readFileSync(join(src, `${file}.ts`), 'utf8');
  const statements = text.matchAll(/^(?:import|export)\s+(?!type\b)(\{[^}]*\}|\S+)\s+from '([^']+)';/gms);
  return [...statements].filter(([, names]) => !isTypesOnly(names ?? '')).map(([, , from]) => from ?? '');
}

function isTypesOnly(names: string): boolean {
  const each = names.replace(/[{}]/g, '').split(',');
  return names.startsWith('{') && each.every((name) => name.trim() === '' || name.trim().startsWith('type '));
}
