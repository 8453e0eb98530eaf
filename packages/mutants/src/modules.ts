import { readFileSync, realpathSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { isAbsolute, join } from 'node:path';
import { transformSync } from 'esbuild';

/** What `require` is built on; Node.js keeps it for those who replace it. */
const machinery = Module as unknown as {
  _extensions: Record<string, (module: Loading, file: string) => void>;
  _resolveFilename: (request: string, parent: Loading | undefined, ...rest: unknown[]) => string;
  _cache: Record<string, unknown>;
};

interface Loading {
  readonly filename: string;
  _compile(code: string, file: string): void;
}

/**
 * Lets `require` load TypeScript. Whatever lies in `from` is loaded from `to`, by whichever package asks for it: there is
 * one copy of the code under test, the mutated one.
 */
export function loadTypeScript(from: string, to: string): void {
  const compiled = new Map<string, string>();
  machinery._extensions['.ts'] = (module, file) => {
    const code = compiled.get(file) ?? compile(file);
    compiled.set(file, code);
    module._compile(code, file);
  };

  const resolve = machinery._resolveFilename;
  machinery._resolveFilename = (request, parent, ...rest) => {
    const isOurs = request.startsWith('.') && parent?.filename.endsWith('.ts');
    const found = resolve(isOurs ? request.replace(/\.js$/, '.ts') : request, parent, ...rest);
    // Node.js does the same, but after some tests (those that compile a program) no longer.
    const file = isAbsolute(found) ? realpathSync(found) : found;
    return file.startsWith(from) ? to + file.slice(from.length) : file;
  };
}

export const load = createRequire(join(process.cwd(), '/'));

/** Forgets the modules of the workspace, so that they are loaded anew. The SDK, which takes a second to load, stays. */
export function forget(): void {
  for (const file of Object.keys(machinery._cache)) if (isOfWorkspace(file)) delete machinery._cache[file];
}

/** Runs `act` with modules of its own. */
export function isolated(act: () => void): void {
  const before = Object.entries(machinery._cache).filter(([file]) => isOfWorkspace(file));
  forget();
  try {
    act();
  } finally {
    forget();
    Object.assign(machinery._cache, Object.fromEntries(before));
  }
}

function isOfWorkspace(file: string): boolean {
  return !file.includes('/node_modules/');
}

function compile(file: string): string {
  return transformSync(readFileSync(file, 'utf8'), {
    loader: 'ts',
    format: 'cjs',
    target: 'node20',
    sourcefile: file,
    // What is not made a `require` would be loaded another way, and stay.
    supported: { 'dynamic-import': false },
  }).code;
}
