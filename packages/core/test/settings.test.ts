import { Settings } from '../src/sdk/settings.js';

async function asked(config: object): Promise<Settings> {
  const settings = new Settings();
  settings.ask(config, 'aws-sdk-js/3.1173.0 ua/2.1');
  await new Promise(setImmediate);
  return settings;
}

const FACTS = {
  region: undefined,
  maxAttempts: undefined,
  retryMode: undefined,
  sdkVersion: '3.1173.0',
  requestTimeoutMs: undefined,
};

test.each<[string, object, object]>([
  ['nothing', {}, {}],
  ['values', { region: 'eu-west-1', maxAttempts: 7 }, { region: 'eu-west-1', maxAttempts: 7 }],
  [
    'providers',
    { region: async () => 'eu-west-1', maxAttempts: async () => 7 },
    { region: 'eu-west-1', maxAttempts: 7 },
  ],
  ['values of another type', { region: 5, maxAttempts: '7' }, {}],
  ['an empty region', { region: '' }, {}],
  [
    'a strategy without a maximum',
    { maxAttempts: 7, retryStrategy: { mode: 'Adaptive' } },
    { maxAttempts: 7, retryMode: 'adaptive' },
  ],
  [
    'a strategy with its own',
    { maxAttempts: 7, retryStrategy: { maxAttemptsProvider: async () => 4 } },
    { maxAttempts: 4 },
  ],
  [
    'a strategy that is a function’s',
    { retryStrategy: async () => ({ mode: 'standard' }) },
    { retryMode: 'standard' },
  ],
])('a client configured with %s', async (_, config, facts) => {
  expect((await asked(config)).facts).toEqual({ ...FACTS, ...facts });
});

test.each<[unknown, number | undefined]>([
  [{ configProvider: async () => ({ requestTimeout: 300 }) }, 300],
  [{ configProvider: async () => ({ socketTimeout: 200 }) }, 200],
  [{ httpHandlerConfigs: () => ({ requestTimeout: 300 }) }, 300],
  [{ httpHandlerConfigs: () => ({ requestTimeout: 0, socketTimeout: 200 }) }, 200],
  [{ httpHandlerConfigs: () => ({ requestTimeout: -1 }) }, 0],
  [{ httpHandlerConfigs: () => ({ requestTimeout: '300' }) }, 0],
  [{ httpHandlerConfigs: () => ({ requestTimeout: 300, throwOnRequestTimeout: undefined }) }, 0],
  [{ httpHandlerConfigs: () => ({ keepAlive: true }) }, undefined],
  [{ httpHandlerConfigs: () => undefined }, undefined],
  [{}, undefined],
  [undefined, undefined],
])('a request handler %o', async (requestHandler, requestTimeoutMs) => {
  expect((await asked({ requestHandler })).facts).toEqual({ ...FACTS, requestTimeoutMs });
});

test.each<[string, boolean, object]>([
  ['is short by the strategy’s own cost', true, { getCapacity: () => 3, getCapacityCost: () => 4 }],
  ['suffices by it', false, { getCapacity: () => 4, getCapacityCost: () => 4 }],
  ['is short by the SDK’s cost', true, { getCapacity: () => 13 }],
  ['suffices by it, too', false, { getCapacity: () => 14 }],
  ['is no number', false, { getCapacity: () => '3' }],
  [
    'cannot be read',
    false,
    {
      getCapacity: () => {
        throw new Error('no');
      },
    },
  ],
  [
    'is that of an inner strategy',
    true,
    { standardRetryStrategy: { getCapacity: () => 0 }, getCapacity: () => 99 },
  ],
  ['is not told', false, {}],
])('the quota %s: %s', async (_, expected, retryStrategy) => {
  expect((await asked({ retryStrategy })).quotaIsShort('TRANSIENT')).toBe(expected);
});

test('without a strategy no quota is short', () => {
  expect(new Settings().quotaIsShort('THROTTLING')).toBe(false);
});
