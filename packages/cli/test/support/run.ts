import { main } from '../../src/main.js';
import type { Terminal } from '../../src/terminal.js';

export type Ran = { readonly code: number; readonly out: string; readonly error: string };

/** Runs a command line where no terminal is. */
export function run(...args: string[]): Promise<Ran> {
  return runOn({}, ...args);
}

/** The same with another terminal. */
export async function runOn(settings: Partial<Terminal>, ...args: string[]): Promise<Ran> {
  let out = '';
  let error = '';
  const terminal = terminalOf({
    write: (text) => {
      out += text;
    },
    writeError: (text) => {
      error += text;
    },
    ...settings,
  });
  const code = await main(args, terminal);
  return { code, out, error };
}

export function terminalOf(settings: Partial<Terminal>): Terminal {
  return {
    write: () => {},
    writeError: () => {},
    isColor: false,
    isOutputTerminal: false,
    isErrorTerminal: false,
    isInputTerminal: true,
    columns: undefined,
    interrupted: new AbortController().signal,
    version: () => '1.2.3',
    ...settings,
  };
}
