import { AsyncLocalStorage } from 'node:async_hooks';
import fs from 'node:fs';
import { retryEvent } from '@needs-retry/fixtures/retry-event';
import { createRetryObserver, emfSink, lineSink } from '../src/index.js';
import { builtin } from '../src/node.js';

/** Node.js before 20.16 and 22.3, whose main module is CommonJS or none. */
function onOldNode<T>(mainModule: NodeJS.Module | undefined, act: () => T): T {
  const before = Object.getOwnPropertyDescriptors(process);
  Object.defineProperty(process, 'getBuiltinModule', { value: undefined, configurable: true });
  Object.defineProperty(process, 'mainModule', { value: mainModule, configurable: true });
  try {
    return act();
  } finally {
    for (const name of ['getBuiltinModule', 'mainModule'] as const) {
      if (before[name] === undefined) Reflect.deleteProperty(process, name);
      else Object.defineProperty(process, name, before[name]);
    }
  }
}

const UNSUPPORTED =
  /^Expected Node\.js 20\.16 or later, or 22\.3 or later, got v[\d.]+: update it, or make the program's main module CommonJS\.$/;

test('built-in modules are had from an old Node.js whose main module is CommonJS', () => {
  const [files, hooks] = onOldNode({ require } as unknown as NodeJS.Module, () => [
    builtin('node:fs'),
    builtin('node:async_hooks'),
  ]);
  expect([files.writeSync, hooks.AsyncLocalStorage]).toEqual([fs.writeSync, AsyncLocalStorage]);
});

test.each([
  ['lineSink', lineSink],
  ['emfSink', emfSink],
  ['createRetryObserver', createRetryObserver],
])('on any other old Node.js %s throws at creation what is needed', (_, create) => {
  expect(() => onOldNode(undefined, () => create())).toThrow(UNSUPPORTED);
});

test('there a fault is reported all the same, by the console', () => {
  const said: unknown[] = [];
  const { error } = console;
  console.error = (text) => said.push(text);
  try {
    onOldNode(undefined, () => {
      const sink = {
        write() {
          throw new RangeError('secret');
        },
      };
      createRetryObserver({ sinks: [sink] }).emit(retryEvent());
    });
  } finally {
    console.error = error;
  }
  expect(said).toEqual([
    'needs-retry: sink failed (RangeError). Further ones are not shown; `onError` gets them all.',
  ]);
});
