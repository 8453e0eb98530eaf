// The application's first look at `process.stdout` makes descriptor 1 non-blocking.
process.stdout.write('');

export { write } from './needs-retry.js';
