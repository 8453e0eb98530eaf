import { createHash } from 'node:crypto';
import { PAGE_SCRIPT, PAGE_STYLE } from './page.generated.js';
import { type PageData, pageJson } from './page-data.js';

/**
 * The report as one page that loads nothing. Its policy lets the one script run and nothing else, whatever the data
 * holds.
 */
export function reportHtml(data: PageData): string {
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(PAGE_SCRIPT)}'`,
    `style-src '${hashOf(PAGE_STYLE)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Retries – needs-retry report</title>
<link rel="icon" href="data:,">
<style>${PAGE_STYLE}</style>
</head>
<body>
<script type="application/json" id="data">${pageJson(data)}</script>
<script>${PAGE_SCRIPT}</script>
<noscript>This report is drawn by its own script, which loads nothing from elsewhere.</noscript>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
