import commonjs from '@rollup/plugin-commonjs';
import json from '@rollup/plugin-json';
import resolve from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';

const [input, file, format] = process.argv.slice(2);
const plugins = [resolve({ exportConditions: ['node'], preferBuiltins: true }), commonjs(), json()];
const bundle = await rollup({ input, plugins, onwarn() {} });
await bundle.write({ file, format, inlineDynamicImports: true });
