import { NormalizedSchema } from '@smithy/core/schema';
import type { Service } from './service.js';

/** The operation of a command, as the SDK's own code has it: `[9, namespace, name, traits, input, output]`. */
export type Operation = readonly [9, string, string, unknown, () => unknown, () => unknown];

export interface Command {
  readonly schema: Operation;
}

export type CommandClass = new (input: object) => Command;

/** Every command of a client, by the name of its operation: the version of it that has the shapes. */
export function commandsOf({
  sdk,
  shapes,
}: Pick<Service, 'sdk' | 'shapes'>): ReadonlyMap<string, CommandClass> {
  const known = COMMANDS.get(sdk);
  if (known !== undefined) return known;
  const shaped = shapes?.sdk ?? sdk;
  const names = Object.keys(sdk).filter((name) => /^[A-Z]\w*Command$/.test(name) && name in shaped);
  const commands = new Map(names.map((name) => [name.replace(/Command$/, ''), shaped[name] as CommandClass]));
  COMMANDS.set(sdk, commands);
  return commands;
}

// A package has hundreds of exports and is asked for each operation.
const COMMANDS = new WeakMap<object, ReadonlyMap<string, CommandClass>>();

export const inputOf = (command: CommandClass): unknown => new command({}).schema[4];
export const outputOf = (command: CommandClass): unknown => new command({}).schema[5];

/** The value at a path, or undefined for one that is up to the shape. */
export type Given = (path: string) => unknown;

/**
 * A value of a shape with every member that it can have. Texts are `text` and their path, so that whoever finds one
 * knows where it came from. Members that refer back to their own shape end after four of them.
 */
export function fill(schema: unknown, given: Given, text: string, path = '', depth = 0): unknown {
  const shape = NormalizedSchema.of(schema as never);
  const own = given(path);
  if (own !== undefined) return own;
  if (shape.isStructSchema()) return fillStruct(shape, given, text, path, depth);
  if (depth > MAX_DEPTH && (shape.isListSchema() || shape.isMapSchema())) return undefined;
  if (shape.isListSchema()) {
    const each = fill(shape.getValueSchema(), given, text, `${path}.*`, depth + 1);
    return each === undefined || each === OMITTED ? [] : [each];
  }
  if (shape.isMapSchema()) {
    const key = given(`${path}.{key}`) ?? `${text}${path}`;
    if (key === OMITTED) return {};
    return { [key as string]: fill(shape.getValueSchema(), given, text, `${path}.*`, depth + 1) };
  }
  return fillSimple(shape, `${text}${path}`);
}

const MAX_DEPTH = 5;
/** Found wherever it turns up, as no count is: and so is the date. */
export const SECRET_NUMBER = 27182818;
export const SECRET_DATE = new Date('2001-02-03T04:05:06.000Z');

function fillStruct(
  shape: NormalizedSchema,
  given: Given,
  text: string,
  path: string,
  depth: number,
): unknown {
  const filled: Record<string, unknown> = {};
  for (const [name, member] of shape.structIterator()) {
    // A union without a member is none.
    if ((depth > MAX_DEPTH && !shape.isUnionSchema()) || isEventStream(member)) continue;
    const value = fill(member, given, text, path === '' ? name : `${path}.${name}`, depth + 1);
    if (value !== undefined && value !== OMITTED) filled[name] = value;
    // A union has one member.
    if (shape.isUnionSchema() && value !== undefined) break;
  }
  return filled;
}

/** In `given`: the member is left out. */
export const OMITTED = Symbol('omitted');

function isEventStream(member: NormalizedSchema): boolean {
  return member.isStreaming() && member.isStructSchema();
}

function fillSimple(shape: NormalizedSchema, text: string): unknown {
  if (shape.isBlobSchema()) return Buffer.from(text);
  if (shape.isNumericSchema()) return SECRET_NUMBER;
  if (shape.isBooleanSchema()) return true;
  if (shape.isTimestampSchema()) return SECRET_DATE;
  if (shape.isBigIntegerSchema()) return BigInt(SECRET_NUMBER);
  if (shape.isDocumentSchema()) return { [text]: text };
  return text;
}

/** Every path in a shape, for example `Entries.*.EventBusName`, and `RequestItems.{key}` for the keys of a map. */
export function pathsOf(schema: unknown): ReadonlySet<string> {
  const known = PATHS.get(schema as object);
  if (known !== undefined) return known;
  const paths = new Set<string>();
  fill(schema, (path) => void paths.add(path), '');
  if (typeof schema === 'object') PATHS.set(schema as object, paths);
  return paths;
}

// A shape never changes, and a walk through a large one takes milliseconds.
const PATHS = new WeakMap<object, ReadonlySet<string>>();
