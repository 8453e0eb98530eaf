export type Undo = () => void;

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Gives `target` a member of its own, until the undo. */
export function override(target: object, name: string, value: unknown): Undo {
  const own = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { value, configurable: true, enumerable: true, writable: true });
  return () => {
    if (own === undefined) Reflect.deleteProperty(target, name);
    else Object.defineProperty(target, name, own);
  };
}
