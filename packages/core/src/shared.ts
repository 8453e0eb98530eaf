/**
 * A slot that all copies of this package in a thread share, so that attaching twice, or from an ES module and a CommonJS
 * copy, counts once and loses no handler. What a slot holds is a protocol between copies: a change to its shape is a new
 * name.
 *
 * @returns what gives the slot's value, which the first to ask makes
 */
export function shared<Value extends object>(name: string, make: () => Value): () => Value {
  let value: Value | undefined;
  return () => {
    if (value === undefined) {
      const slots = slotsOfThread();
      slots[name] ??= make();
      value = slots[name] as Value;
    }
    return value;
  };
}

function slotsOfThread(): Record<string, object> {
  const holder = globalThis as { [KEY]?: Record<string, object> };
  holder[KEY] ??= {};
  return holder[KEY];
}

const KEY = Symbol.for('@needs-retry/core/v2');
