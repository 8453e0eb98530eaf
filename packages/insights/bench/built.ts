import { buildSync } from 'esbuild';

/** Bundles programs, and a worker beside them, as a package has them: here packages are their sources. */
export function build(entryPoints: readonly string[], folder: string): void {
  buildSync({
    entryPoints: [...entryPoints],
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    external: ['@aws-sdk/*'],
    entryNames: '[name]',
    outExtension: { '.js': '.mjs' },
    // For what the bundle has of CommonJS.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    outdir: folder,
  });
}
