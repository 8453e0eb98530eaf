import { execFileSync } from 'node:child_process';

/** Runs a shell command in a terminal of that width, and returns what it showed, colours as escape sequences. */
export function captured(command: string, columns: number, cwd: string): string {
  // `script` gives the command a terminal of its own, which is why it writes colours and fits tables into it.
  const args = ['-qec', `stty cols ${columns} rows 50; ${command}`, '/dev/null'];
  const env = {
    PATH: process.env.PATH,
    HOME: cwd,
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    SHELL: '/bin/bash',
  };
  return execFileSync('script', args, { cwd, env, encoding: 'utf8' }).replaceAll('\r', '');
}
