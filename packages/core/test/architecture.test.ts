import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createSourceFile,
  isExportDeclaration,
  isImportDeclaration,
  isStringLiteral,
  ScriptTarget,
} from 'typescript';

// The picture of docs/architecture.md. Data flows SDK call → call → observer → handlers and sinks, and imports run down
// that line and never back, types included. Each room may import what stands in its row, and its own files.
const EVERYWHERE = ['event', 'shared', 'options', 'environment', 'node'];
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  event: [],
  shared: [],
  options: [],
  environment: [],
  node: [],
  emitter: [],
  problem: [],
  guard: ['sdk'],
  sdk: [],
  call: ['sdk'],
  sinks: [],
  delivery: ['call', 'emitter', 'guard', 'sinks'],
  observer: ['call', 'delivery', 'emitter', 'problem', 'sdk', 'sinks'],
  'observe-all': ['call', 'observer', 'sdk'],
  index: ['call', 'emitter', 'observe-all', 'observer', 'sdk', 'sinks'],
  internal: ['call', 'sinks'],
  adapter: ['sdk'],
};

const src = join(__dirname, '..', 'src');

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace(/\.ts$/, ''));

const roomOf = (file: string) => file.split('/')[0]!;

test('every room imports what the picture says, types included', () => {
  const against = files.flatMap((file) => {
    const allowed = [roomOf(file), ...EVERYWHERE, ...(ROOMS[roomOf(file)] ?? [])];
    return importsOf(file)
      .filter((imported) => !allowed.includes(roomOf(imported)))
      .map((imported) => `${file} imports ${imported}`);
  });
  expect(against).toEqual([]);
});

test('every room is in the picture', () => {
  expect([...new Set(files.map(roomOf))].filter((room) => !(room in ROOMS))).toEqual([]);
});

test('no import leads back, types included', () => {
  const above = new Map<string, readonly string[]>();
  const circles: string[] = [];
  const walk = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(' → '));
    if (way.includes(file) || above.has(file)) return;
    for (const imported of importsOf(file)) walk(imported, [...way, file]);
    above.set(file, way);
  };
  for (const file of files) walk(file, []);
  expect(circles).toEqual([]);
});

test('core imports no package, and no built-in module before it is needed', () => {
  const foreign = files.flatMap((file) => valuesFrom(file).filter((from) => !from.startsWith('.')));
  expect(foreign).toEqual([]);
});

/** The files of core that a file imports from, for values or types. */
function importsOf(file: string): string[] {
  return statementsOf(file)
    .map(({ from }) => from)
    .filter((from) => from.startsWith('.'))
    .map((from) => join(file, '..', from).replace(/\.js$/, ''));
}

function valuesFrom(file: string): string[] {
  return statementsOf(file).flatMap(({ from, isType }) => (isType ? [] : [from]));
}

function statementsOf(file: string): { from: string; isType: boolean }[] {
  const text = readFileSync(join(src, `${file}.ts`), 'utf8');
  return createSourceFile(file, text, ScriptTarget.Latest).statements.flatMap((statement) => {
    if (isImportDeclaration(statement) && isStringLiteral(statement.moduleSpecifier)) {
      const isType = statement.importClause?.phaseModifier !== undefined;
      return [{ from: statement.moduleSpecifier.text, isType }];
    }
    if (
      isExportDeclaration(statement) &&
      statement.moduleSpecifier &&
      isStringLiteral(statement.moduleSpecifier)
    ) {
      return [{ from: statement.moduleSpecifier.text, isType: statement.isTypeOnly }];
    }
    return [];
  });
}
