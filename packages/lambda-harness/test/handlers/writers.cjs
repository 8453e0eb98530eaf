const { Console } = require('node:console');
const { write, writeSync, readFileSync } = require('node:fs');

const cell = new Int32Array(new SharedArrayBuffer(4));
const line = (index) => `${String(index).padStart(6, '0')} ${'x'.repeat(992)}\n`;

const writers = {
  stdout: (text) => process.stdout.write(text),
  Console: (text) => new Console(process.stdout).log(text.trimEnd()),
  callback: (text) => write(1, text, () => {}),
  once: (text) => writeSync(1, text),
  loop: (text) => {
    const data = Buffer.from(text);
    for (let at = 0; at < data.length; ) {
      try {
        at += writeSync(1, data, at);
      } catch (error) {
        if (error.code !== 'EAGAIN') throw error;
        Atomics.wait(cell, 0, 0, 1);
      }
    }
  },
};

const endings = {
  return: () => 'returned',
  exit: () => process.exit(7),
  hang: () => new Promise((resolve) => setTimeout(resolve, 60_000)),
};

exports.handler = async ({ writer, lines, touch = false, ending = 'return' }) => {
  if (touch) process.stdout.writableLength;
  for (let index = 0; index < lines; index++) writers[writer](line(index));
  return endings[ending]();
};

exports.descriptor = async ({ use = '' }) => {
  if (use === 'console.log') console.log('x');
  if (use === 'process.stdout') process.stdout.writableLength;
  const flags = /flags:\t(\d+)/.exec(readFileSync('/proc/self/fdinfo/1', 'utf8'))[1];
  return (Number.parseInt(flags, 8) & 0o4000) === 0 ? 'blocking' : 'non-blocking';
};
