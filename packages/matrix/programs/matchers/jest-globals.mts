import { expect } from '@jest/globals';
import { recordingSink } from '@needs-retry/testing';
import '@needs-retry/testing/jest-globals';

expect(recordingSink()).not.toHaveRetried('s3', 2);
// @ts-expect-error a count is a number
expect(recordingSink()).not.toHaveRetried('s3', '2');
