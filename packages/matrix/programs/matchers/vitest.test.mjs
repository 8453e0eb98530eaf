import * as sdk from '@aws-sdk/client-s3';
import * as core from '@needs-retry/core';
import * as testing from '@needs-retry/testing';
import '@needs-retry/testing/vitest';
import { expect, test } from 'vitest';
import { defineTests } from './tests.cjs';

defineTests({ test, expect, sdk, core, testing });
