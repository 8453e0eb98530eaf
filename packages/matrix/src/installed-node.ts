import { join } from 'node:path';
import { installTool } from './tools.js';

/** The path of a Node.js, by its version or the first numbers of it: the newest of these. */
export async function installedNode(version: string): Promise<string> {
  if (process.versions.node.startsWith(`${version}.`)) return process.execPath;
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  return join(await installTool(`node-${version}`, { [name]: version }), name, 'bin', 'node');
}
