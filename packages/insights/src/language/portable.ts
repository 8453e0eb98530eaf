import { Structure, Timestamp, type Value } from './value.js';

/** A value as it goes from one thread to another, which keeps the data of an object and not its class. */
export type Portable =
  | string
  | number
  | boolean
  | undefined
  | { readonly ms: number }
  | { readonly json: object };

export function portable(value: Value): Portable {
  if (value instanceof Timestamp) return { ms: value.ms };
  return value instanceof Structure ? { json: value.json } : value;
}

export function fromPortable(value: Portable): Value {
  if (typeof value !== 'object') return value;
  return 'ms' in value ? new Timestamp(value.ms) : new Structure(value.json);
}
