import { type Block, blocksOf, nameOf } from './blocks.js';
import { allPages } from './pages.js';

/**
 * Blocks that are modules of their own. Those marked `nightly` take as long to check as all others together, and are there
 * with `DOCS_BLOCKS=all` alone.
 */
export function typescriptBlocks(): readonly Block[] {
  return allPages()
    .filter(({ path }) => !isTestedElsewhere(path))
    .flatMap(blocksOf)
    .filter(({ language }) => language === 'ts' || language === 'typescript')
    .filter(({ marks }) => process.env.DOCS_BLOCKS === 'all' || !marks.includes('nightly'));
}

/**
 * The guide's blocks are whole files of a package, which packages/new-service/test/guide.test.ts runs. The READMEs of
 * services have one block, which is that of docs/services.md and, for each client, `test/types/clients.ts`.
 */
function isTestedElsewhere(path: string): boolean {
  return path === 'docs/adding-a-service.md' || path.startsWith('packages/client-');
}

/** `README.md-12`, which can be part of a file's name. */
export const fileNameOf = (block: Block): string => nameOf(block).replace(/[/:]/g, '-');
