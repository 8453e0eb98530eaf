import fs from 'node:fs';
import { retryEvent } from '@needs-retry/fixtures/retry-event';
import { createRetryObserver, lineSink } from '../../src/index.js';

// As in gVisor, where /proc tells the flags of a descriptor and nothing else.
const file = `${process.argv[1]}.fdinfo`;
fs.writeFileSync(file, `flags:\t${process.argv[2]}\n`);
const { openSync } = fs;
Object.assign(fs, {
  openSync: (path: string, flags: string) => openSync(path === '/proc/self/fdinfo/1' ? file : path, flags),
});

// An application that has not written all of its last line yet.
Object.defineProperty(process, 'stdout', { value: { fd: 1, writableLength: 1 } });

createRetryObserver({ sinks: [lineSink()] }).emit(retryEvent());
