import * as fc from 'fast-check';
import { Emitter, type Order } from '../src/emitter.js';
import { createRetryObserver, type RetryEvent } from '../src/index.js';
import recorded from './cases/botocore-emitter.json' with { type: 'json' };

// What botocore's emitter did, recorded. Of its groups, those that are our contract too: the others are about return
// values, copies, aliases and counted ids, which we have not.
const GROUPS = ['matching', 'order', 'unique_id', 'unregister', 'inside', 'cache', 'handlers'];

interface Step {
  readonly do: string;
  readonly event: string;
  readonly handler?: string | null;
  readonly unique_id?: string;
  readonly expect?: { readonly error?: string | null; readonly called?: readonly string[] };
}

interface Case {
  readonly id: string;
  readonly group: string;
  readonly title: string;
  readonly handlers?: Readonly<
    Record<string, { readonly does?: readonly Step[]; readonly not_callable?: boolean }>
  >;
  readonly steps: readonly Step[];
}

describe.each(GROUPS)('as botocore: %s', (group) => {
  const cases = (recorded.cases as unknown as readonly Case[]).filter((each) => each.group === group);
  test.each(cases.map((each) => [each.title, each] as const))('%s', (_, each) => play(each));
});

/** Plays a case through `observer.on`, its undo, and `observer.emit`. */
function play({ steps, handlers = {} }: Case): void {
  const observer = createRetryObserver({ sinks: [] });
  const undos: {
    event: string;
    handler: string | null | undefined;
    id: string | undefined;
    off: () => void;
  }[] = [];
  let called: string[] = [];

  const handlerOf = (name: string) => {
    if (handlers[name]?.not_callable) return undefined;
    return () => {
      called.push(name);
      for (const step of handlers[name]?.does ?? []) perform(step);
    };
  };

  function perform({ do: action, event, handler, unique_id: id }: Step): string | null {
    try {
      if (action === 'emit') observer.emit({ eventName: event } as RetryEvent);
      else if (action === 'unregister') {
        const i = undos.findIndex(
          (each) => each.event === event && (id === undefined ? each.handler === handler : each.id === id),
        );
        if (i >= 0) undos.splice(i, 1)[0]?.off();
      } else {
        const order = orderOf(action);
        const options = { ...(id !== undefined && { id }), ...(order && { order }) };
        undos.push({
          event,
          handler,
          id,
          off: observer.on(event as '*', handlerOf(handler ?? '') as never, options),
        });
      }
      return null;
    } catch (error) {
      // What is a ValueError in Python is a TypeError here.
      return error instanceof TypeError ? 'ValueError' : String(error);
    }
  }

  for (const step of steps) {
    // Ours is a statement, not a question: nobody waits for an answer.
    if (step.do === 'emit_until_response') continue;
    called = [];
    const error = perform(step);
    expect({ step, called, error }).toEqual({ step, ...expected(step) });
  }
}

/** As recorded, but that we refuse the empty pattern, so its handler is never called. */
function expected({ do: action, event, expect: recorded }: Step) {
  if (action === 'register' && event === '') return { called: [], error: 'ValueError' };
  const called = event === '' || event.startsWith('.') ? [] : (recorded?.called ?? []);
  return { called, error: recorded?.error ?? null };
}

function orderOf(action: string): Order | undefined {
  return action === 'register_first' ? 'first' : action === 'register_last' ? 'last' : undefined;
}

test('within one pattern the first come first and the last last, each as registered', () => {
  const emitter = new Emitter<string>();
  const orders: readonly (Order | undefined)[] = ['last', undefined, 'first', 'last', undefined, 'first'];
  for (const [i, order] of orders.entries()) {
    emitter.add('a.*', `${order} ${i}`, undefined, order);
    // Of other names, which say nothing of the order of these.
    for (const other of ['c', 'b', 'a.c', 'a.a']) emitter.add(other, other);
  }
  emitter.add('a.b', 'of a longer name', undefined, 'first');

  expect(emitter.lookup('a.b.c')).toEqual([
    'first 2',
    'first 5',
    'undefined 1',
    'undefined 4',
    'last 0',
    'last 3',
    'of a longer name',
  ]);
});

test('it is empty until something is registered, and when all is gone again', () => {
  const emitter = new Emitter<string>();
  const empty = [emitter.empty];
  const off = emitter.add('a', 'first');
  empty.push(emitter.empty);
  off();
  empty.push(emitter.empty);

  expect(empty).toEqual([true, false, true]);
});

test('an event is looked up once until something changes', () => {
  const emitter = new Emitter<string>();
  emitter.add('a', 'first');

  expect(emitter.lookup('a.b')).toBe(emitter.lookup('a.b'));
});

test('an id that is taken registers nothing, and its undo leaves the first in place', () => {
  const emitter = new Emitter<string>();
  emitter.add('needs-retry', 'first', 'id');
  const off = emitter.add('after-call', 'second', 'id');
  off();

  expect(emitter.lookup('needs-retry.s3.X')).toEqual(['first']);
  expect(emitter.lookup('after-call.s3.X')).toEqual([]);
});

test('an undo frees its id, and a second undo does nothing', () => {
  const emitter = new Emitter<string>();
  const off = emitter.add('a', 'first', 'id');
  off();
  emitter.add('a', 'second', 'id');
  off();

  expect(emitter.lookup('a')).toEqual(['second']);
});

test('an array that was looked up never changes', () => {
  const emitter = new Emitter<string>();
  emitter.add('a', 'first');
  const before = emitter.lookup('a.b');
  emitter.add('a.*', 'second');

  expect(before).toEqual(['first']);
  expect(emitter.lookup('a.b')).toEqual(['second', 'first']);
});

test('patterns of any parts match and sort by the rules alone', () => {
  const part = fc.constantFrom('*', 'a', 'b', '');
  const pattern = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'));
  const name = fc
    .array(fc.constantFrom('a', 'b', ''), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join('.'));

  fc.assert(
    fc.property(fc.uniqueArray(pattern, { maxLength: 8 }), name, (patterns, eventName) => {
      const emitter = new Emitter<string>();
      for (const each of patterns) emitter.add(each, each);

      const found = emitter.lookup(eventName);

      const parts = eventName.split('.');
      const matching = patterns.filter((each) =>
        each.split('.').every((p, i) => i < parts.length && (p === '*' || p === parts[i])),
      );
      expect([...found].sort()).toEqual([...matching].sort());
      found.slice(1).reduce((a, b) => {
        const [x, y] = [a.split('.'), b.split('.')];
        const differing = x.findIndex((p, i) => i >= y.length || p !== y[i]);
        expect(differing < y.length ? x[differing] === '*' : x.length > y.length).toBe(true);
        return b;
      }, found[0] ?? '');
    }),
  );
});
