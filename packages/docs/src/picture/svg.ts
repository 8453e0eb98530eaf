/** A piece of a line in one look. */
interface Span {
  readonly text: string;
  readonly style: Style;
}

interface Style {
  readonly bold: boolean;
  readonly dim: boolean;
  /** A number of the eight colours of a terminal. */
  readonly colour: number | undefined;
}

const PLAIN: Style = { bold: false, dim: false, colour: undefined };
const COLOURS = ['#6e7681', '#ff7b72', '#7ee787', '#e3b341', '#79c0ff', '#d2a8ff', '#76e3ea', '#e6edf3'];
const CELL = { width: 8.4, height: 19 };
const PADDING = 18;

/** What a terminal showed as an SVG of the size of the text. Its title is read by screen readers. */
export function svgOf(shown: string, columns: number, title: string): string {
  const lines = shown.trimEnd().split('\n').map(spansOf);
  const width = Math.round(columns * CELL.width + 2 * PADDING);
  const height = lines.length * CELL.height + 2 * PADDING;
  const text = lines.map((spans, i) => {
    const y = PADDING + (i + 0.75) * CELL.height;
    return `<text x="${PADDING}" y="${y}">${spans.map(tspan).join('')}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">
<title>${escaped(title)}</title>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#e6edf3">
${text.join('\n')}
</g>
</svg>
`;
}

function spansOf(line: string): readonly Span[] {
  const spans: Span[] = [];
  let style = PLAIN;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is how a terminal is told of colours
  for (const part of line.split(/(\x1b\[[\d;]*m)/)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: see above
    const codes = /^\x1b\[([\d;]*)m$/.exec(part)?.[1];
    if (codes !== undefined) style = codes.split(';').map(Number).reduce(styled, style);
    else if (part !== '') spans.push({ text: part, style });
  }
  return spans;
}

function styled(style: Style, code: number): Style {
  if (code === 0) return PLAIN;
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 22) return { ...style, bold: false, dim: false };
  if (code >= 30 && code <= 37) return { ...style, colour: code - 30 };
  if (code >= 90 && code <= 97) return { ...style, colour: code - 90 };
  return code === 39 ? { ...style, colour: undefined } : style;
}

function tspan({ text, style }: Span): string {
  const fill = style.colour === undefined ? '' : ` fill="${COLOURS[style.colour]}"`;
  const weight = style.bold ? ' font-weight="bold"' : '';
  const opacity = style.dim ? ' opacity="0.65"' : '';
  // Spaces side by side would become one.
  return `<tspan${fill}${weight}${opacity}>${escaped(text).replaceAll(' ', '\u00a0')}</tspan>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
