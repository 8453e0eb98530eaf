import { clientOf, handlerFile, messages, runtimes, started } from './started.js';

const endings = (runtime: (typeof runtimes)[number]) => ({
  runtime,
  handlerFile: handlerFile('endings.cjs'),
  timeoutMs: 10_000,
});

describe.each(runtimes)('%s', (runtime) => {
  const client = clientOf(runtime);

  test('returns, and goes on', async () => {
    const fn = await started(endings(runtime));

    const first = await fn.invoke({ ending: 'return' });
    const second = await fn.invoke({ ending: 'return' });

    expect([first, second]).toEqual([
      { requestId: expect.any(String), result: 'returned' },
      { requestId: expect.any(String), result: 'returned' },
    ]);
    expect(first.requestId).not.toBe(second.requestId);
    await fn.stop();
    expect(messages(fn)).toEqual({
      stdout: ['return', 'finally', 'return', 'finally'],
      stderr: [],
      telemetry: [],
    });
  });

  test('throws, and goes on', async () => {
    const fn = await started(endings(runtime));

    const thrown = await fn.invoke({ ending: 'throw' });

    expect(thrown).toEqual({
      requestId: expect.any(String),
      error: { errorType: 'Error', errorMessage: 'thrown', trace: expect.any(Array) },
    });
    expect(messages(fn)).toEqual({
      stdout: ['throw', 'finally'],
      stderr: [],
      telemetry: [expect.stringMatching(new RegExp(`\t${thrown.requestId}\tERROR\tInvoke Error \t`))],
    });
    expect(await fn.invoke({ ending: 'return' })).toMatchObject({ result: 'returned' });
  });

  test('exits: its exit listeners run, and the environment is gone', async () => {
    const fn = await started(endings(runtime));

    const crash = await fn.invoke({ ending: 'exit' });
    const next = await fn.invoke({ ending: 'return' });

    const exited = { code: 7, signal: null };
    expect([crash, next]).toEqual([
      { requestId: expect.any(String), exited },
      { requestId: expect.any(String), exited },
    ]);
    expect(await fn.gone).toEqual(exited);
    expect(messages(fn)).toEqual({ stdout: ['exit', 'exit listener'], stderr: [], telemetry: [] });
  });

  test('leaves a rejection unhandled', async () => {
    const fn = await started(endings(runtime));

    const rejected = await fn.invoke({ ending: 'rejection' });

    const exit = await fn.gone;
    const { stdout, stderr, telemetry } = messages(fn);
    expect(stdout).toEqual(['rejection', 'exit listener']);
    if (client === 3) {
      expect(exit).toEqual({ code: 128, signal: null });
      expect(rejected).toMatchObject({
        error: { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: rejected' },
      });
      expect(telemetry).toEqual([expect.stringContaining('ERROR\tUnhandled Promise Rejection \t')]);
      expect(stderr).toEqual([]);
    } else {
      expect(exit).toEqual({ code: 1, signal: null });
      expect(rejected).toEqual({ requestId: rejected.requestId, exited: exit });
      expect(telemetry).toEqual([]);
      expect(stderr).toContain('Error: rejected');
    }
  });

  test('leaves an exception uncaught', async () => {
    const fn = await started(endings(runtime));

    const uncaught = await fn.invoke({ ending: 'uncaught' });

    const exit = await fn.gone;
    const { stdout, stderr, telemetry } = messages(fn);
    expect(stdout).toEqual(['uncaught', 'exit listener']);
    if (client === 3) {
      expect(exit).toEqual({ code: 129, signal: null });
      expect(uncaught).toMatchObject({ error: { errorType: 'Error', errorMessage: 'uncaught' } });
      expect(telemetry).toEqual([expect.stringContaining('ERROR\tUncaught Exception \t')]);
      expect(stderr).toEqual([]);
    } else {
      expect(exit).toEqual({ code: 1, signal: null });
      expect(uncaught).toEqual({ requestId: uncaught.requestId, exited: exit });
      expect(telemetry).toEqual([]);
      expect(stderr).toContain('Error: uncaught');
    }
  });

  test('throws after its response: the next invocation crashes', async () => {
    const fn = await started(endings(runtime));

    const first = await fn.invoke({ ending: 'late' });
    const second = await fn.invoke({ ending: 'hang' });

    const crash = { error: expect.objectContaining({ errorMessage: 'late' }) };
    const exited = { exited: { code: client === 3 ? 129 : 1, signal: null } };
    expect(first).toMatchObject({ result: null });
    // Client 3 may still say so of the second invocation, if that has begun.
    expect(second).toEqual({ requestId: second.requestId, ...('error' in second ? crash : exited) });
    expect({ exited: await fn.gone }).toEqual(exited);
  });

  test('never settles, with nothing pending', async () => {
    const fn = await started(endings(runtime));

    const never = await fn.invoke({ ending: 'never' });

    if (client === 3) expect(never).toEqual({ requestId: never.requestId, result: null });
    else expect(never).toEqual({ requestId: never.requestId, exited: { code: 0, signal: null } });
    expect(messages(fn).stdout).toEqual([
      'never',
      'beforeExit listener',
      ...(client === 3 ? [] : ['exit listener']),
    ]);
  });

  test('its output is there when it resolves, also where both are noticed in one turn', async () => {
    const fn = await started(endings(runtime));
    const busy = setInterval(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 15), 1);

    await fn.invoke({ ending: 'never' });

    clearInterval(busy);
    expect(messages(fn).stdout.slice(0, 2)).toEqual(['never', 'beforeExit listener']);
  });

  test.each(['hang', 'block'])('times out: nothing of it runs (%s)', async (ending) => {
    const fn = await started({ ...endings(runtime), timeoutMs: 300 });

    const timedOut = await fn.invoke({ ending });
    const next = await fn.invoke({ ending: 'return' });

    expect(timedOut).toEqual({ requestId: timedOut.requestId, timedOut: true });
    expect(next).toEqual({ requestId: next.requestId, exited: { code: null, signal: 'SIGKILL' } });
    expect(messages(fn)).toEqual({ stdout: [ending], stderr: [], telemetry: [] });
    expect(fn.logEvents().map((event) => event.message)).toContainEqual(
      expect.stringMatching(new RegExp(`${timedOut.requestId} Task timed out after 0\\.\\d\\d seconds$`)),
    );
  });

  test('a listener of uncaughtException hides the crash from client 4, not from client 3', async () => {
    const fn = await started({ ...endings(runtime), handlerName: 'watched' });

    const watched = await fn.invoke({ ending: 'uncaught' });

    if (client === 3) {
      expect(watched).toMatchObject({ error: { errorMessage: 'uncaught' } });
      expect(messages(fn).stdout).toEqual(['exit listener']);
    } else {
      expect(watched).toEqual({ requestId: watched.requestId, result: 'survived' });
      expect(messages(fn).stdout).toEqual(['uncaughtException listener']);
    }
  });

  test('callback handlers exist in client 3 only', async () => {
    const fn = await started({ ...endings(runtime), handlerName: 'callback' });

    const called = await fn.invoke();

    if (client === 3) expect(called).toEqual({ requestId: called.requestId, result: 'called back' });
    else expect(called).toMatchObject({ error: { errorType: 'Runtime.CallbackHandlerDeprecated' } });
  });
});
