import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type StdinOptions } from 'esbuild';

/** A TypeScript file, or the text of one and the directory from which its imports are resolved. */
export type HandlerSource =
  | { readonly entry: string }
  | { readonly source: string; readonly resolveDir: string };

export type BundleOptions = {
  /** @defaultValue `cjs` */
  readonly format?: 'cjs' | 'esm';
  /** @defaultValue `node20` */
  readonly nodeTarget?: 'node20' | 'node22' | 'node24';
};

/**
 * Makes one handler file of a TypeScript source and all that it imports, workspace packages too, in a directory of
 * its own under the system's temporary directory.
 */
export async function bundleHandler(source: HandlerSource, options: BundleOptions = {}): Promise<string> {
  const { format = 'cjs', nodeTarget = 'node20' } = options;
  const outfile = join(
    await mkdtemp(join(tmpdir(), 'lambda-harness-handler-')),
    format === 'esm' ? 'index.mjs' : 'index.cjs',
  );
  await build({
    ...input(source),
    outfile,
    format,
    target: nodeTarget,
    bundle: true,
    platform: 'node',
    logLevel: 'silent',
    // CommonJS dependencies inside an ES module call `require` for Node's own modules.
    ...(format === 'esm' ? { banner: { js: REQUIRE } } : {}),
  });
  return outfile;
}

const REQUIRE =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

function input(source: HandlerSource): { entryPoints: string[] } | { stdin: StdinOptions } {
  return 'entry' in source
    ? { entryPoints: [source.entry] }
    : { stdin: { contents: source.source, resolveDir: source.resolveDir, loader: 'ts' } };
}
