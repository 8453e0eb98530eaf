#!/usr/bin/env node
import { main } from './main.js';

const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort(new Error('Interrupted.')));

// Whoever reads our output may have seen enough, as `head` has.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

void main(process.argv.slice(2), {
  write: (text) => void process.stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
  isColor: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
  isErrorTerminal: process.stderr.isTTY === true,
  isInputTerminal: process.stdin.isTTY === true,
  columns: process.stdout.columns ?? 80,
  interrupted: interrupt.signal,
}).then((code) => {
  process.exitCode = code;
});
