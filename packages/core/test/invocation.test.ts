import { beginInvocation, currentInvocation } from '../src/call/invocation.js';

// What the runtime's clients keep; that it is so is tested in them, in `packages/lambda`.
const SYMBOL = Symbol.for('aws.lambda.runtime.requestId');
const globals = globalThis as { awslambda?: unknown; [SYMBOL]?: unknown };

/** A store that knows one invocation at a time, as the 4.x client's, with or without what it may lack. */
function store(requestId: unknown, kept = new Map<symbol, unknown>()) {
  return {
    getRequestId: () => requestId,
    get: (key: symbol) => kept.get(key),
    set: (key: symbol, value: unknown) => void kept.set(key, value),
  };
}

afterEach(() => {
  delete globals.awslambda;
  delete globals[SYMBOL];
  delete process.env.AWS_LAMBDA_MAX_CONCURRENCY;
});

describe('the request id', () => {
  test.each<[string, unknown, unknown, string | undefined]>([
    ['nowhere', undefined, undefined, undefined],
    ['in the store', { InvokeStore: store('r-4') }, undefined, 'r-4'],
    ['in the symbol', undefined, 'r-3', 'r-3'],
    ['in the symbol, beside a store that the SDK made', { InvokeStore: store('-') }, 'r-3', 'r-3'],
    ['in both, of which the store is per invocation', { InvokeStore: store('r-4') }, 'r-3', 'r-4'],
    ['not yet, during init', { InvokeStore: store('-') }, undefined, undefined],
    ['empty in the store', { InvokeStore: store('') }, 'r-3', 'r-3'],
    ['empty in both', { InvokeStore: store('') }, '', undefined],
    ['no text', { InvokeStore: store(7) }, {}, undefined],
    ['in a store of an older kind, which has no functions', { InvokeStore: {} }, 'r-3', 'r-3'],
    ['in the symbol, beside a global without a store', {}, 'r-3', 'r-3'],
  ])('is %s', (_, awslambda, symbol, expected) => {
    globals.awslambda = awslambda;
    globals[SYMBOL] = symbol;

    expect(currentInvocation()).toEqual(expected === undefined ? undefined : { requestId: expected });
  });
});

describe('an invocation that was told', () => {
  const told = (requestId: string) => ({ requestId, properties: { coldStart: 'no' } });

  test('overrides the runtime until its end, which leaves that of another alone', () => {
    globals[SYMBOL] = 'r-3';

    const endFirst = beginInvocation(told('first'));
    const first = currentInvocation();
    const endSecond = beginInvocation(told('second'));
    endFirst.end();
    const second = currentInvocation();
    endSecond.end();

    expect([first, second, currentInvocation()]).toEqual([
      told('first'),
      told('second'),
      { requestId: 'r-3' },
    ]);
  });

  test('is kept in the runtime’s own store where several run at once', () => {
    process.env.AWS_LAMBDA_MAX_CONCURRENCY = '2';
    const stores = [store('r-a'), store('r-b')];
    const inEach = <T>(act: (i: number) => T) =>
      stores.map((InvokeStore, i) => {
        globals.awslambda = { InvokeStore };
        return act(i);
      });

    inEach((i) => beginInvocation(told(`told-${i}`)));

    expect(inEach(currentInvocation)).toEqual([told('told-0'), told('told-1')]);
  });

  test.each([undefined, '2'])(
    'has the runtime’s request id where it has none (concurrency %s)',
    (concurrency) => {
      if (concurrency !== undefined) process.env.AWS_LAMBDA_MAX_CONCURRENCY = concurrency;
      globals.awslambda = { InvokeStore: store('r-4') };
      const properties = { coldStart: 'no' };

      const begun = beginInvocation({ requestId: undefined, properties });
      const during = currentInvocation();
      begun.end();

      expect([begun.requestId, during]).toEqual(['r-4', { requestId: 'r-4', properties }]);
    },
  );

  test('is the runtime’s where its store takes nothing', () => {
    process.env.AWS_LAMBDA_MAX_CONCURRENCY = '2';
    const set = () => {
      throw new Error('No context available');
    };
    globals.awslambda = { InvokeStore: { ...store('r-4'), set } };

    beginInvocation(told('told')).end();

    expect(currentInvocation()).toEqual({ requestId: 'r-4' });
  });
});
