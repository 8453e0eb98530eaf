import { constants } from 'node:fs';
import { ProcessStdout } from '../src/sinks/descriptor.js';
import { HOST } from '../src/sinks/host.js';

// Stands in for Node.js, whose descriptor 1 is that of the test's own process: programs are in stdout.test.ts.

const FLAGS = '/proc/self/fdinfo/1';
const ITSELF = '/proc/self/fd/1';
const BLOCKING = 'pos:\t0\nflags:\t0100001\nmnt_id:\t15\n';
const NON_BLOCKING = 'pos:\t0\nflags:\t0104001\nmnt_id:\t15\n';

type Kind = 'pipe' | 'socket' | 'file' | 'terminal' | 'unknown';

/** A file system whose descriptor 1 is of this kind, and what was asked of it. */
class FileSystem {
  readonly constants = constants;
  readonly opened: string[] = [];
  readonly written: [descriptor: number, data: string][] = [];
  /** Of descriptor 1, as /proc tells them; undefined where there is no /proc. */
  flags: string | undefined = BLOCKING;
  reads = 0;

  constructor(private readonly kind: Kind) {}

  fstatSync(descriptor: number) {
    if (this.kind === 'unknown' || descriptor !== 1) throw new Error('EPERM');
    const is = (kind: Kind) => () => this.kind === kind;
    return { isFile: is('file'), isCharacterDevice: is('terminal'), isFIFO: is('pipe') };
  }

  openSync(path: string, flags: string | number) {
    if (this.flags === undefined) throw new Error('ENOENT');
    return 10 + this.opened.push(`${path} ${flags}`);
  }

  /** Reads from where the last one has ended, if it is not told where. */
  readSync(_: number, bytes: Buffer, offset: number, length: number, position: number | null) {
    this.reads++;
    if (this.flags === undefined) throw new Error('ENOENT');
    if (position !== 0 && this.reads > 1) return 0;
    return Buffer.from(this.flags).copy(bytes, offset, 0, length);
  }

  writeSync(descriptor: number, data: string) {
    this.written.push([descriptor, data]);
    return data.length;
  }
}

/** What `act` gives, where the built-in file system is this one. */
function given<T>(files: FileSystem, act: (stdout: ProcessStdout) => T): T {
  const spy = jest.spyOn(process, 'getBuiltinModule').mockImplementation((name) => {
    if (name !== 'node:fs') throw new Error(`Expected node:fs, got ${name}.`);
    return files as unknown as typeof import('node:fs');
  });
  try {
    return act(new ProcessStdout());
  } finally {
    spy.mockRestore();
  }
}

const OWN_OPENING = `${ITSELF} ${constants.O_WRONLY | constants.O_NONBLOCK}`;

describe('lines go', () => {
  test('to a pipe by an opening of our own, opened at the first write', () => {
    const files = new FileSystem('pipe');
    given(files, (stdout) => {
      expect(files.opened).toEqual([]);
      expect([stdout.write('one\n'), stdout.write('three\n')]).toEqual([4, 6]);
    });

    expect(files.opened).toEqual([OWN_OPENING]);
    expect(files.written).toEqual([
      [11, 'one\n'],
      [11, 'three\n'],
    ]);
  });

  test('by the same opening where the flags were looked at before', () => {
    const files = new FileSystem('pipe');
    given(files, (stdout) => {
      stdout.isNonBlocking();
      stdout.write('one\n');
    });

    expect(files.opened).toEqual([OWN_OPENING, `${FLAGS} r`]);
    expect(files.written).toEqual([[11, 'one\n']]);
  });

  test.each(['socket', 'file', 'terminal', 'unknown'] as const)('to descriptor 1 if it is: %s', (kind) => {
    const files = new FileSystem(kind);
    given(files, (stdout) => stdout.write('one\n'));

    expect(files).toMatchObject({ opened: [], written: [[1, 'one\n']] });
  });

  test('to descriptor 1 where a pipe cannot be opened anew', () => {
    const files = new FileSystem('pipe');
    files.flags = undefined;
    given(files, (stdout) => stdout.write('one\n'));

    expect(files.written).toEqual([[1, 'one\n']]);
  });
});

describe('whether descriptor 1 is non-blocking', () => {
  test.each([
    [BLOCKING, false],
    [NON_BLOCKING, true],
    ['pos:\t0\nflags:\t01\nmnt_id:\t15\n', false],
    ['pos:\t0\nflags:\t04001\nmnt_id:\t15\n', true],
    ['pos:\t0\nflags:\t0102001\nmnt_id:\t15\n', false],
    ['pos:\t0\nflags:\t0106001\nmnt_id:\t15\n', true],
    ['flags:\t0104001\n', true],
    ['flags:\t0100001\n', false],
  ])('is read from its flags: %j', (flags, expected) => {
    const files = new FileSystem('socket');
    files.flags = flags;

    expect(given(files, (stdout) => stdout.isNonBlocking())).toBe(expected);
  });

  test('is read from them also where its kind is unknown', () => {
    const files = new FileSystem('unknown');
    files.flags = NON_BLOCKING;

    expect(given(files, (stdout) => stdout.isNonBlocking())).toBe(true);
  });

  test('is read anew each time, from the start of a file opened once', () => {
    const files = new FileSystem('socket');
    const seen = given(files, (stdout) =>
      [BLOCKING, NON_BLOCKING, BLOCKING].map((flags) => {
        files.flags = flags;
        return stdout.isNonBlocking();
      }),
    );

    expect(seen).toEqual([false, true, false]);
    expect(files.opened).toEqual([`${FLAGS} r`]);
  });

  test.each(['file', 'terminal'] as const)('is not asked where writing never leaves a rest: %s', (kind) => {
    const files = new FileSystem(kind);
    files.flags = NON_BLOCKING;

    expect(given(files, (stdout) => stdout.isNonBlocking())).toBe(false);
    expect(files).toMatchObject({ opened: [], reads: 0 });
  });

  test.each(['pipe', 'socket', 'unknown'] as const)(
    'is not asked again where nothing tells it: %s',
    (kind) => {
      const files = new FileSystem(kind);
      files.flags = undefined;
      given(files, (stdout) => {
        expect(stdout.isNonBlocking()).toBe(false);
        files.flags = NON_BLOCKING;
        expect(stdout.isNonBlocking()).toBe(false);
      });
    },
  );
});

describe('how far the application has come', () => {
  const stdout = Object.getOwnPropertyDescriptor(process, 'stdout')!;

  afterEach(() => {
    Object.defineProperty(process, 'stdout', stdout);
  });

  const stream = { fd: 1, writableLength: 30, bytesWritten: 100, _handle: { writeQueueSize: 7 } };

  test.each([
    ['all is out', { ...stream, writableLength: 0 }, undefined],
    ['some is not', stream, '70 7'],
    ['the handle has nothing left', { ...stream, _handle: { writeQueueSize: 0 } }, '70 0'],
    ['the handle does not tell', { ...stream, _handle: {} }, Number.NaN],
    ['it has no handle', { ...stream, _handle: undefined }, Number.NaN],
    ['it is that of a worker thread', { ...stream, fd: undefined }, Number.NaN],
    ['it is that of a worker thread, all out', { ...stream, fd: undefined, writableLength: 0 }, Number.NaN],
  ])('%s', (_, value, expected) => {
    Object.defineProperty(process, 'stdout', { value, configurable: true });

    expect(new ProcessStdout().progressOfApplication()).toBe(expected);
  });

  test('it has a stream that cannot be looked at', () => {
    Object.defineProperty(process, 'stdout', {
      get() {
        throw new Error('none');
      },
      configurable: true,
    });

    expect(new ProcessStdout().progressOfApplication()).toBe(Number.NaN);
  });
});

describe('of its host', () => {
  afterEach(() => jest.restoreAllMocks());

  test('the clocks are those of the process', () => {
    jest.spyOn(performance, 'now').mockReturnValue(12.5);
    jest.spyOn(Date, 'now').mockReturnValue(1_234);

    expect([HOST.now(), HOST.tick()]).toEqual([12.5, 1_234]);
  });

  test('a sleep blocks the thread until its time is over', () => {
    const wait = jest.spyOn(Atomics, 'wait');

    HOST.sleep(2);

    expect(wait.mock.calls).toEqual([[new Int32Array(1), 0, 0, 2]]);
    expect(wait.mock.results).toEqual([{ type: 'return', value: 'timed-out' }]);
  });

  test('a timer calls, and keeps no process alive', async () => {
    const set = jest.spyOn(globalThis, 'setTimeout');

    await new Promise<void>((resolve) => HOST.after(1, resolve));

    expect(set.mock.calls).toEqual([[expect.any(Function), 1]]);
    const timer: NodeJS.Timeout = set.mock.results[0]!.value;
    expect(timer.hasRef()).toBe(false);
  });

  test('the exit of the process calls once, unless it is undone', () => {
    const before = process.rawListeners('exit');
    const added = () => process.rawListeners('exit').filter((each) => !before.includes(each));
    let calls = 0;
    const undo = HOST.onExit(() => calls++);
    const [listener, ...others] = added();

    expect(others).toEqual([]);
    listener!.call(process, 0);
    expect([calls, added()]).toEqual([1, []]);

    const undoAnother = HOST.onExit(() => calls++);
    undoAnother();
    undo();
    expect([calls, added()]).toEqual([1, []]);
  });
});
