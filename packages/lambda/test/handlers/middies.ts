import { throttledOnce } from './throttled-once.js';

/** What the handlers of each middy do. */
export async function middies({ fails }: { fails?: boolean }): Promise<string> {
  await throttledOnce();
  if (fails) throw new Error('mine');
  return 'middied';
}
