import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import type { Block } from './blocks.js';
import { root } from './pages.js';
import { fileNameOf } from './typescript.js';

/** Bundles blocks as they stand, each into a program of its own, and returns the programs' files in the same order. */
export async function programsOf(blocks: readonly Block[], folder: string): Promise<readonly string[]> {
  const entries = blocks.map((block) => ({ in: `block:${fileNameOf(block)}`, out: fileNameOf(block) }));
  await build({
    entryPoints: entries,
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    plugins: [fromTexts(new Map(blocks.map((block) => [fileNameOf(block), block.code])))],
    bundle: true,
    // What blocks share is bundled once.
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
  return entries.map(({ out }) => join(folder, `${out}.mjs`));
}

function fromTexts(texts: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'blocks',
    setup(bundler) {
      bundler.onResolve({ filter: /^block:/ }, ({ path }) => ({ path: path.slice(6), namespace: 'block' }));
      bundler.onLoad({ filter: /.*/, namespace: 'block' }, ({ path }) => ({
        contents: texts.get(path)!,
        loader: 'ts',
        resolveDir: join(root, 'packages', 'docs'),
      }));
    },
  };
}
