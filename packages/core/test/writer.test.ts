import * as fc from 'fast-check';
import { type Limits, MAX_LINE_BYTES, Writer } from '../src/sinks/writer.js';
import { ManualHost, type Reply, ScriptedStdout } from './scripted-stdout.js';

function scripted(limits: Partial<Limits> = {}) {
  const stdout = new ScriptedStdout();
  const host = new ManualHost();
  const writer = new Writer(stdout, host);
  writer.allow({ maxWaitMs: 1_000, backlogBytes: 1_000, ...limits });
  return { stdout, host, writer };
}

const line = (n: number, length = 10) => `${String(n).padEnd(length - 1, '.')}\n`;
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);
const linesOf = (text: string) => text.split('\n').slice(0, -1);
const LATIN = (text: string) => Buffer.from(text).toString('latin1');

test('a line is out when the write returns, and nothing is left to do', () => {
  const { stdout, host, writer } = scripted();

  writer.write('one\n');

  expect(stdout).toMatchObject({ text: 'one\n', writes: 1 });
  expect(host).toMatchObject({ sleptMs: 0, waiting: { timers: 0, exits: 0 } });
});

test('a write that takes a part goes on where it stopped, also within a character', () => {
  const text = '{"a":"ä€😀"}\n';
  for (let first = 1; first < Buffer.byteLength(text); first++) {
    const { stdout, writer } = scripted();
    stdout.replies = [first, 1, 'EAGAIN', undefined];

    writer.write(text);

    expect(stdout.text).toBe(LATIN(text));
    expect(writer.lostLines).toBe(0);
  }
});

describe('in one write', () => {
  test('leaves what fits into one', () => {
    const { stdout, writer } = scripted();

    writer.inOneWrite(() => {
      writer.write('line\n');
      writer.inOneWrite(() => writer.write('document\n'));
      expect(stdout.writes).toBe(0);
    });

    expect(stdout).toMatchObject({ text: 'line\ndocument\n', writes: 1 });
  });

  test('what does not fit is several, each of whole lines', () => {
    const { stdout, writer } = scripted();
    const [a, b] = [line(1, 2_000), line(2, MAX_LINE_BYTES - 1_999)];

    writer.inOneWrite(() => {
      writer.write(a);
      writer.write(b);
    });

    expect(stdout).toMatchObject({ text: a + b, writes: 2 });
  });

  test('leaves what fits to the byte, and nothing where nothing is to be said', () => {
    const { stdout, writer } = scripted();
    const [a, b] = [line(1, 2_000), line(2, MAX_LINE_BYTES - 2_000)];

    writer.inOneWrite(() => {});
    writer.inOneWrite(() => {
      writer.write(a);
      writer.write(b);
    });

    expect(stdout).toMatchObject({ text: a + b, writes: 1 });
  });

  test('what is said later leaves as well', () => {
    const { stdout, host, writer } = scripted();
    writer.after(20, () => {
      writer.write('sum\n');
      writer.write('another\n');
    });

    host.pass(19);
    expect(stdout.writes).toBe(0);
    host.pass(1);

    expect(stdout).toMatchObject({ text: 'sum\nanother\n', writes: 1 });
  });

  test('it is out, too, if somebody throws', () => {
    const { stdout, writer } = scripted();

    expect(() =>
      writer.inOneWrite(() => {
        writer.write('line\n');
        throw new Error('of a sink');
      }),
    ).toThrow('of a sink');

    expect(stdout.text).toBe('line\n');
  });
});

describe('a reader that stands still', () => {
  test('is waited for, and where it goes on in time nothing is kept', () => {
    const { stdout, host, writer } = scripted();
    stdout.room = 0;
    host.onSleep = () => {
      if (host.time === 500) stdout.room = 100;
    };

    writer.write('one\n');

    expect(stdout.text).toBe('one\n');
    expect(host).toMatchObject({ sleptMs: 500, waiting: { timers: 0, exits: 0 } });
  });

  test('is waited for one second in any ten, by all lines together', () => {
    const { stdout, host, writer } = scripted();
    stdout.room = 0;
    const slept: number[] = [];
    host.onSleep = () => slept.push(host.time);

    for (let n = 0; n < 400; n++) {
      writer.write(line(n));
      host.pass(100);
    }

    expect(slept.length).toBeGreaterThanOrEqual(3_000);
    for (const [i, at] of slept.entries()) {
      const inTenSeconds = slept.slice(i).filter((other) => other - at < 10_000).length;
      expect(inTenSeconds).toBeLessThanOrEqual(1_000);
    }
  });

  test('a wait that was worth it counts too: the next one is the shorter for it', () => {
    const { stdout, host, writer } = scripted({ maxWaitMs: 1_000 });
    stdout.room = 0;
    host.onSleep = () => {
      if (host.sleptMs === 600) stdout.room = 10;
    };
    writer.write(line(1));
    expect(stdout.text).toBe(line(1));

    host.pass(9_999);
    writer.write(line(2));
    expect(host.sleptMs).toBe(1_000);

    host.pass(10_000);
    writer.write(line(3));
    expect(host.sleptMs).toBe(2_000);
  });

  test('short waits, too, sum to no more than a second in any ten', () => {
    const { stdout, host, writer } = scripted();
    const slept: number[] = [];
    host.onSleep = () => {
      slept.push(host.time);
      // The reader takes a line every 300 ms.
      if (slept.length % 300 === 0) stdout.room = 10;
    };
    stdout.room = 0;

    for (let n = 0; n < 300; n++) {
      writer.write(line(n));
      host.pass(137);
    }

    for (const [i, at] of slept.entries()) {
      expect(slept.slice(i).filter((other) => other - at < 10_000).length).toBeLessThanOrEqual(1_000);
    }
  });

  test.each([
    ['by a timer', ({ host }: ReturnType<typeof scripted>) => host.pass(10)],
    ['before the next line', ({ writer }) => writer.write(line(9))],
    ['by a flush', ({ writer }) => writer.flush()],
    ['at exit', ({ host }) => host.exit()],
  ])('what is not out then leaves in order, %s', (_, act) => {
    const all = scripted({ maxWaitMs: 5 });
    const { stdout, host, writer } = all;
    stdout.room = 15;
    for (const n of upTo(9)) writer.write(line(n));
    expect(linesOf(stdout.text)).toHaveLength(1);
    expect(host).toMatchObject({ sleptMs: 5, waiting: { timers: 1, exits: 1 } });

    stdout.room = Number.POSITIVE_INFINITY;
    act(all);
    writer.flush();
    host.pass(10);

    expect(linesOf(stdout.text).map(Number.parseFloat).slice(0, 9)).toEqual(upTo(9));
    expect(host.waiting).toEqual({ timers: 0, exits: 0 });
    expect(writer.lostLines).toBe(0);
  });

  test('at exit it is waited for once more as long', () => {
    const { stdout, host, writer } = scripted();
    stdout.room = 0;
    writer.write(line(1));
    expect(host.sleptMs).toBe(1_000);
    host.onSleep = () => {
      if (host.sleptMs === 1_900) stdout.room = 100;
    };

    host.exit();

    expect(stdout.text).toBe(line(1));
    expect(host.sleptMs).toBe(1_900);
  });

  test('that never goes on holds up no exit for longer', () => {
    const { stdout, host, writer } = scripted();
    stdout.room = 0;
    writer.write(line(1));

    host.exit();

    expect(host.sleptMs).toBe(2_000);
  });

  test('what does not fit into memory is lost, and the next document tells how much', () => {
    const { stdout, writer, host } = scripted({ maxWaitMs: 0, backlogBytes: 100 });
    stdout.room = 0;
    writer.inOneWrite(() => {
      writer.write(line(0, 50));
      writer.write(line(1, 50));
    });
    writer.inOneWrite(() => {
      writer.write(line(2));
      writer.write(line(3));
    });
    expect(writer.lostLines).toBe(2);

    // One that tells and is lost itself has told nobody.
    writer.write(line(4), 2);
    expect(writer.lostLines).toBe(3);

    stdout.room = Number.POSITIVE_INFINITY;
    writer.write(line(5), 3);
    host.pass(10);
    expect(writer.lostLines).toBe(0);
    expect(linesOf(stdout.text).map(Number.parseFloat)).toEqual([0, 1, 5]);
  });

  test('memory that is free again takes as much as before', () => {
    const { stdout, writer, host } = scripted({ maxWaitMs: 0, backlogBytes: 100 });
    for (const n of upTo(3)) {
      stdout.room = 0;
      writer.write(line(3 * n, 60));
      // It has no room, and takes none.
      writer.write(line(3 * n + 1, 60));
      writer.write(line(3 * n + 2, 40));
      stdout.room = Number.POSITIVE_INFINITY;
      host.pass(10);
    }

    expect(linesOf(stdout.text).map(Number.parseFloat)).toEqual([0, 2, 3, 5, 6, 8]);
    expect(writer.lostLines).toBe(3);
  });

  test('lines that fit into one write to the byte leave memory in one', () => {
    const { stdout, writer, host } = scripted({ maxWaitMs: 0, backlogBytes: 100_000 });
    stdout.room = 0;
    writer.write(line(1, 2_000));
    writer.write(line(2, MAX_LINE_BYTES - 2_000));
    stdout.writes = 0;
    stdout.room = Number.POSITIVE_INFINITY;

    host.pass(10);

    expect(stdout.writes).toBe(1);
  });

  test('with no memory everything is lost that does not get out, and half a line is kept', () => {
    const { stdout, writer, host } = scripted({ maxWaitMs: 0, backlogBytes: 0 });
    stdout.replies = [3, 'EAGAIN', 'EAGAIN', 'EAGAIN'];

    writer.write(line(1));
    writer.write(line(2));
    host.pass(100);

    expect(stdout.text).toBe(line(1));
    expect(writer.lostLines).toBe(1);
  });

  test('the backlog leaves in few writes, each of which a pipe takes whole or not at all', () => {
    const { stdout, writer, host } = scripted({ maxWaitMs: 0, backlogBytes: 100_000 });
    stdout.room = 0;
    for (const n of upTo(1_000)) writer.write(line(n, 50));
    stdout.writes = 0;
    stdout.room = 4_095;

    host.pass(10);
    expect(stdout.text).toHaveLength(4_050);
    stdout.room = Number.POSITIVE_INFINITY;
    host.pass(10);

    expect(linesOf(stdout.text).map(Number.parseFloat)).toEqual(upTo(1_000));
    expect(stdout.writes).toBeLessThan(15);
  });
});

describe('a write that fails', () => {
  test.each(['EPIPE', 'EBADF'])('with %s: thrown once, and all lines are counted', (code) => {
    const { stdout, writer } = scripted();
    stdout.replies = [code, code, code];

    expect(() => writer.write(line(1))).toThrow(code);
    for (const n of [2, 3]) writer.write(line(n));

    expect(writer.lostLines).toBe(3);
    writer.write(line(4));
    expect(stdout.text).toBe(line(4));
  });

  test.each([
    [0, '0'],
    [0.5, '0.5'],
    [-1, '-1'],
    [Number.NaN, 'NaN'],
    [undefined, 'undefined'],
    [null, 'object'],
    [1n, 'bigint'],
    [Symbol('1'), 'symbol'],
  ])('with %p for the bytes it took: no endless loop', (taken, got) => {
    const { stdout, writer } = scripted();
    stdout.write = () => {
      stdout.writes++;
      return taken as number;
    };

    expect(() => writer.write(line(1))).toThrow(
      new Error(`Expected fs.writeSync to return how many bytes, got ${got}.`),
    );
    writer.write(line(2));

    expect(stdout.writes).toBe(2);
    expect(writer.lostLines).toBe(2);
  });

  test.each([null, undefined, 'text'])('that throws %p: all lines are counted', (thrown) => {
    const { stdout, writer, host } = scripted({ maxWaitMs: 0 });
    stdout.replies = ['EAGAIN', 'EAGAIN'];
    writer.write(line(1));
    stdout.write = () => {
      throw thrown;
    };

    // In a timer, where it would end the process.
    host.pass(10);

    expect(writer.lostLines).toBe(1);
  });

  test('within a line: what comes later begins on a line of its own', () => {
    const { stdout, writer } = scripted();
    stdout.replies = [4, 'EIO'];

    expect(() => writer.write(line(1))).toThrow('EIO');
    writer.write(line(2));
    writer.write(line(3));

    expect(stdout.text).toBe(`1...\n${line(2)}${line(3)}`);
    expect(writer.lostLines).toBe(1);
  });

  test('within several lines: those that are out are not lost, all others are, wherever they waited', () => {
    const { stdout, writer } = scripted({ maxWaitMs: 0 });
    stdout.replies = [14, 'EAGAIN', 'EAGAIN', 'EIO'];
    writer.inOneWrite(() => {
      writer.write(line(1));
      writer.write(line(2));
    });
    writer.inOneWrite(() => {
      for (const n of [3, 4, 5]) writer.write(line(n));
    });

    expect(() => writer.flush()).toThrow('EIO');

    expect(stdout.text).toBe(`${line(1)}2...`);
    expect(writer.lostLines).toBe(4);
  });

  test.each(['in one write', 'in memory'])('loses what the lines told, too: %s', (how) => {
    const { stdout, writer } = scripted({ maxWaitMs: 0 });
    stdout.replies = how === 'in memory' ? ['EAGAIN', 'EAGAIN', 'EIO'] : ['EIO'];
    writer.lostLines = 5;
    const write = () => {
      writer.write(line(1), 2);
      writer.write(line(2), 3);
    };

    if (how === 'in memory') write();
    expect(() => (how === 'in memory' ? writer.flush() : writer.inOneWrite(write))).toThrow('EIO');

    expect(writer.lostLines).toBe(7);
  });

  test('of what is said later: thrown by the next write, whose line is out', () => {
    const { stdout, host, writer } = scripted();
    writer.after(1, () => {
      throw new Error('of a sink');
    });
    host.pass(1);

    expect(() => writer.write(line(1))).toThrow('of a sink');
    writer.write(line(2));

    expect(stdout.text).toBe(line(1) + line(2));
  });

  test('behind the back of everybody, in the timer: the next write tells', () => {
    const { stdout, host, writer } = scripted({ maxWaitMs: 0 });
    stdout.replies = ['EAGAIN', 'EPIPE'];
    writer.write(line(1));

    host.pass(10);
    expect(() => writer.flush()).toThrow('EPIPE');

    writer.flush();
    expect(writer.lostLines).toBe(1);
    expect(host.waiting).toEqual({ timers: 0, exits: 0 });
  });

  test('at exit: not thrown, which would change how the process ends', () => {
    const { stdout, host, writer } = scripted({ maxWaitMs: 0 });
    stdout.replies = ['EAGAIN', 'EPIPE'];
    writer.write(line(1));

    host.exit();
  });
});

describe('a line feed goes before a line', () => {
  test('nowhere on a blocking descriptor, however often it was full', () => {
    const { stdout, host, writer } = scripted();
    for (const n of upTo(100)) {
      stdout.replies = ['EAGAIN', 'EAGAIN'];
      writer.write(line(n));
      host.pass(7);
    }
    expect(stdout.text).toBe(
      upTo(100)
        .map((n) => line(n))
        .join(''),
    );
    // The first look at the application's stream would make it non-blocking.
    expect(stdout.looksAtApplication).toBe(0);
  });

  test('also where the descriptor says that it is blocking again, for others may share it', () => {
    const { stdout, host, writer } = scripted();
    stdout.nonBlocking = true;
    writer.write(line(0));
    stdout.nonBlocking = false;
    stdout.progress = '9 5';
    host.pass(10);
    writer.write(line(1));

    expect(stdout.text).toBe(`${line(0)}\n${line(1)}`);
  });

  test('that is out but for its last byte, which follows', () => {
    const { stdout, writer } = scripted();
    stdout.nonBlocking = true;
    stdout.progress = Number.NaN;
    stdout.replies = [10];

    writer.write(line(1));

    expect(stdout.text).toBe(`\n${line(1)}`);
  });

  test('where the application may have half a line out, once until it has gone on', () => {
    const { stdout, host, writer } = scripted();
    stdout.nonBlocking = true;
    for (const [n, progress] of ['0 9', '0 9', '0 5', '9 5', undefined, '14 3'].entries()) {
      stdout.progress = progress;
      writer.write(line(n));
      host.pass(1);
    }
    expect(stdout.text.replaceAll(/\.+/g, '')).toBe('\n0\n1\n\n2\n\n3\n4\n\n5\n');
  });

  test('always where that cannot be seen', () => {
    const { stdout, writer } = scripted();
    stdout.nonBlocking = true;
    stdout.progress = Number.NaN;
    for (const n of upTo(3)) writer.write(line(n));
    expect(stdout.text.replaceAll(/\.+/g, '')).toBe('\n0\n\n1\n\n2\n');
  });

  test('where the pipe was full a moment ago, for other writers pause and go on', () => {
    const { stdout, host, writer } = scripted({ maxWaitMs: 5 });
    stdout.nonBlocking = true;
    stdout.replies = ['EAGAIN'];
    writer.write(line(0));
    writer.write(line(1));
    // One of the 1,000 ms was waited.
    host.pass(998);
    writer.write(line(2));
    host.pass(1);
    writer.write(line(3));
    expect(stdout.text.replaceAll(/\.+/g, '')).toBe('\n0\n\n1\n\n2\n3\n');
  });

  test('where the descriptor became non-blocking in the very millisecond of the last look, and is full', () => {
    const { stdout, writer } = scripted({ maxWaitMs: 0 });
    writer.write(line(0));
    stdout.nonBlocking = true;
    stdout.replies = ['EAGAIN'];
    writer.write(line(1));
    writer.write(line(2));

    expect(stdout.text.replaceAll(/\.+/g, '')).toBe('0\n\n1\n2\n');
  });

  test('once before all that leaves the backlog at once', () => {
    const { stdout, host, writer } = scripted({ maxWaitMs: 0, backlogBytes: 100_000 });
    stdout.nonBlocking = true;
    stdout.room = 0;
    for (const n of upTo(10)) writer.write(line(n, 2_000));
    stdout.room = Number.POSITIVE_INFINITY;
    host.pass(10);
    expect(stdout.text.replaceAll(/\.+/g, '')).toBe(`\n${upTo(10).join('\n')}\n`);
  });

  test('and the look for it costs a system call at most once a millisecond', () => {
    const { stdout, host, writer } = scripted();
    for (const n of upTo(100)) {
      writer.write(line(n));
      if (n % 10 === 9) host.pass(1);
    }
    expect(stdout.looks).toBe(10);
  });
});

describe('at exit', () => {
  test('what others have still to say is said, and leaves', () => {
    const { stdout, host, writer } = scripted();
    const undo = writer.beforeExit(() => writer.write('burst\n'));
    expect(host.waiting.exits).toBe(1);

    host.exit();
    expect(stdout.text).toBe('burst\n');

    undo();
    expect(host.waiting.exits).toBe(0);
  });
});

test('whatever the descriptor does, each line is out once, in order, or is counted as lost', () => {
  const reply = fc.oneof<fc.Arbitrary<Reply>[]>(
    fc.constant(undefined),
    fc.constant('EAGAIN'),
    fc.integer({ min: 1, max: 40 }),
  );
  const step = fc.oneof(
    fc.record({ write: fc.integer({ min: 5, max: 60 }), replies: fc.array(reply, { maxLength: 8 }) }),
    fc.record({ pass: fc.integer({ min: 0, max: 40 }), replies: fc.array(reply, { maxLength: 4 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.nat({ max: 200 }), (steps, backlogBytes) => {
      const { stdout, host, writer } = scripted({ maxWaitMs: 3, backlogBytes });
      let count = 0;
      let told = 0;
      for (const each of steps) {
        // What is longer than what is left takes all of it.
        stdout.replies = each.replies.map((taken) => taken);
        if ('pass' in each) host.pass(each.pass);
        else {
          const { lostLines } = writer;
          const text = `${count++} ${lostLines} `.padEnd(each.write, '.');
          writer.write(`${text}\n`, lostLines);
        }
      }
      stdout.replies = [];
      host.pass(10);

      const arrived = linesOf(stdout.text).map((text) => text.split(' ').map(Number));
      const numbers = arrived.map(([n]) => n!);
      told = arrived.reduce((sum, [, lost]) => sum + lost!, 0);
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
      expect(new Set(numbers).size).toBe(numbers.length);
      expect(numbers.length + told + writer.lostLines).toBe(count);
      expect(host.waiting).toEqual({ timers: 0, exits: 0 });
    }),
    { numRuns: 500 },
  );
});
