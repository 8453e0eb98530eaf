import { basename, dirname } from 'node:path';
import webpack from 'webpack';

const [entry, output, format] = process.argv.slice(2);
const isModule = format === 'esm';
const library = { type: isModule ? 'module' : 'commonjs2' };
const config = {
  entry,
  target: 'node20',
  mode: 'production',
  experiments: { outputModule: isModule },
  output: {
    path: dirname(output),
    filename: basename(output),
    library,
    ...(isModule && { module: true, chunkFormat: 'module' }),
  },
};
await new Promise((resolve, reject) => {
  webpack(config, (error, stats) => {
    if (error || stats.hasErrors()) reject(error ?? new Error(stats.toString()));
    else resolve();
  });
});
