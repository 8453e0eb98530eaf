import { expect, test } from '@jest/globals';
import { recordingSink } from '../src/index.js';
import '../src/jest-globals.js';

test('the matchers are those of an imported `expect` too', () => {
  const recording = recordingSink();

  expect(recording).not.toHaveRetried('s3');
  expect(recording).not.toHaveEmittedEmf({ kind: 'gave-up' });
  // @ts-expect-error a count is a number
  expect(() => expect(recording).toHaveRetried('s3', '1')).toThrow(TypeError);
});
