import { work } from './work.js';

export async function handler({ rounds }: { readonly rounds: number }): Promise<string> {
  await work(rounds);
  return 'done';
}
