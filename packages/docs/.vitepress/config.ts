import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitepress';
import { navigation } from '../src/navigation.js';

const REPOSITORY = 'https://github.com/needs-retry/needs-retry';
const docs = join(__dirname, '..', '..', '..', 'docs');

export default defineConfig({
  title: 'needs-retry',
  description:
    'Every retry of the AWS SDK for JavaScript v3 as a line in CloudWatch Logs and a metric in CloudWatch.',
  lang: 'en',
  base: '/needs-retry/',
  srcDir: docs,
  outDir: join(__dirname, '..', 'dist'),
  cacheDir: join(__dirname, '..', 'node_modules', '.vitepress'),
  // GitHub shows a folder's README, a site its index.
  rewrites: (page) => page.replace(/README\.md$/, 'index.md'),
  srcExclude: ['**/node_modules/**'],
  lastUpdated: false,
  markdown: { theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' } },
  vite: {
    plugins: [
      {
        // The pages are in docs/, from where nothing that is installed here can be found.
        name: 'vue-of-this-package',
        enforce: 'pre',
        resolveId(id) {
          return /^vue(\/|$)/.test(id) ? this.resolve(id, __filename, { skipSelf: true }) : undefined;
        },
      },
    ],
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: { level: [2, 3] },
    socialLinks: [{ icon: 'github', link: REPOSITORY }],
    editLink: { pattern: `${REPOSITORY}/edit/main/docs/:path`, text: 'Edit this page' },
    nav: [
      { text: 'Getting started', link: '/getting-started' },
      { text: 'Reference', link: '/reference' },
      { text: 'API', link: '/api/index.html', target: '_self' },
    ],
    sidebar: navigation.map(({ title, pages }) => ({
      text: title,
      items: Object.entries(pages)
        .filter(([name]) => existsSync(join(docs, `${name}.md`)))
        .map(([name, text]) => ({ text, link: `/${name.replace(/README$/, '')}` })),
    })),
  },
});
