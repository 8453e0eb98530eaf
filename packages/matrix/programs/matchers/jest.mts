import { recordingSink } from '@needs-retry/testing';
import '@needs-retry/testing/jest';

expect(recordingSink()).not.toHaveEmittedEmf({ kind: 'gave-up' });
// @ts-expect-error members are an object
expect(recordingSink()).not.toHaveEmittedEmf('gave-up');
