const { expect, test } = require('@jest/globals');
const sdk = require('@aws-sdk/client-s3');
const core = require('@needs-retry/core');
const testing = require('@needs-retry/testing');
require('@needs-retry/testing/jest-globals');
const { defineTests } = require('./tests.cjs');

defineTests({ test, expect, sdk, core, testing });
