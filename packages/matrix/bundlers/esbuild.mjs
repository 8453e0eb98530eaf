import { build } from 'esbuild';

const [input, output, format] = process.argv.slice(2);
const require =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";
await build({
  entryPoints: [input],
  outfile: output,
  format,
  bundle: true,
  minify: true,
  platform: 'node',
  // CommonJS dependencies inside an ES module call `require` for Node's own modules.
  banner: format === 'esm' ? { js: require } : {},
  logLevel: 'error',
});
