#!/usr/bin/env node
import { fstatSync, readFileSync, writeSync } from 'node:fs';
import { main } from './main.js';
import { EXIT } from './terminal.js';

const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort(new Error('Interrupted.')));

process.stdout.on('error', endUnwritten);
// There is no other place to say that standard error is gone.
process.stderr.on('error', () => {});

function endUnwritten(error: NodeJS.ErrnoException): never {
  // Whoever reads our output may have seen enough, as `head` has.
  if (error.code === 'EPIPE') process.exit(EXIT.answered);
  process.stderr.write(`The answer cannot be written: ${error.message}\n`);
  process.exit(EXIT.failed);
}

const isFile = isOutputFile();

function isOutputFile(): boolean {
  try {
    return fstatSync(1).isFile();
  } catch {
    return false;
  }
}

/** The stream of a file writes once: of a disk that is nearly full it takes what fits for the whole. */
function write(text: string): void {
  if (!isFile) {
    process.stdout.write(text);
    return;
  }
  const bytes = Buffer.from(text);
  try {
    for (let written = 0; written < bytes.length; ) written += writeSync(1, bytes, written);
  } catch (error) {
    endUnwritten(error as NodeJS.ErrnoException);
  }
}

/** What the environment says of colours, else whether there is a terminal to show them. */
function isColor(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  return process.stdout.isTTY === true && TERM !== 'dumb';
}

void main(process.argv.slice(2), {
  write,
  writeError: (text) => void process.stderr.write(text),
  isColor: isColor(),
  isOutputTerminal: process.stdout.isTTY === true,
  isErrorTerminal: process.stderr.isTTY === true,
  isInputTerminal: process.stdin.isTTY === true,
  // A terminal that does not tell its size says 0.
  columns: (process.stdout.isTTY && process.stdout.columns) || undefined,
  interrupted: interrupt.signal,
  version: () => {
    const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
    return (JSON.parse(manifest) as { version: string }).version;
  },
}).then((code) => {
  process.exitCode = code;
  // A pipe that is still open, of a log that is followed, would keep the process from ending.
  process.stdout.write('', (error) => {
    // What could not be written is told by the listener above, whose turn comes first.
    if (!error) setImmediate(() => process.exit(code));
  });
});
