interface Builtins {
  readonly 'node:fs': typeof import('node:fs');
  readonly 'node:async_hooks': typeof import('node:async_hooks');
}

/**
 * A built-in module, got synchronously when it is needed: an `import` of one costs an ES module 1.5 to 2.9 ms at
 * start-up. Before Node.js 20.16 and 22.3 only a program whose main module is CommonJS has a way to it.
 *
 * @throws TypeError that names the versions of Node.js which have one
 */
export function builtin<Name extends keyof Builtins>(name: Name): Builtins[Name] {
  if (process.getBuiltinModule !== undefined) return process.getBuiltinModule(name);
  const { mainModule } = process;
  if (mainModule !== undefined) return mainModule.require(name);
  throw new TypeError(
    `Expected Node.js 20.16 or later, or 22.3 or later, got ${process.version}: update it, or make the program's main module CommonJS.`,
  );
}
