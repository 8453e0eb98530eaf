import { basename, dirname } from 'node:path';
import { build } from 'vite';

const [input, output, format] = process.argv.slice(2);
await build({
  root: dirname(input),
  configFile: false,
  logLevel: 'error',
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: true,
    outDir: dirname(output),
    emptyOutDir: false,
    target: 'node20',
    minify: true,
    rollupOptions: { input, output: { format, entryFileNames: basename(output), codeSplitting: false } },
  },
});
