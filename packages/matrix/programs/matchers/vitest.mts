import { recordingSink } from '@needs-retry/testing';
import '@needs-retry/testing/vitest';
import { expect } from 'vitest';

expect(recordingSink()).not.toHaveRetried('s3', 2);
// @ts-expect-error a count is a number
expect(recordingSink()).not.toHaveRetried('s3', '2');
