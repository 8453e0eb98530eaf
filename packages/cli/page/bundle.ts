import { join } from 'node:path';
import { build } from 'esbuild';

/** The page's script and style as a module, which is kept, so that the command needs no bundler. */
export async function bundle(folder: string): Promise<string> {
  const [script, style] = await Promise.all([text(folder, 'main.ts'), text(folder, 'style.css')]);
  return [
    '// Made of `page/` by `pnpm page`; a test compares.',
    `export const PAGE_SCRIPT = ${literal(script)};`,
    `export const PAGE_STYLE = ${literal(style)};`,
    '',
  ].join('\n');
}

async function text(folder: string, file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(folder, file)],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
  });
  return outputFiles[0]!.text.trim();
}

/** As the text stands in a script element, which `</` would end. */
function literal(code: string): string {
  return JSON.stringify(code.replaceAll('</', '<\\/'));
}
