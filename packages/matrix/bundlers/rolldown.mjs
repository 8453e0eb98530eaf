import { rolldown } from 'rolldown';

const [input, file, format] = process.argv.slice(2);
const bundle = await rolldown({ input, platform: 'node', onLog() {} });
await bundle.write({ file, format, codeSplitting: false, minify: true });
