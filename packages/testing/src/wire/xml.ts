/** Members as XML elements. An array repeats its element; `undefined` and `null` are left out. */
export function xmlOf(members: Readonly<Record<string, unknown>>): string {
  return Object.entries(members)
    .flatMap(([name, value]) => [value].flat().map((each) => element(name, each)))
    .join('');
}

function element(name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  const text =
    typeof value === 'object' && !(value instanceof Date)
      ? xmlOf(value as Record<string, unknown>)
      : escapeXml(value instanceof Date ? value.toISOString() : String(value));
  return `<${name}>${text}</${name}>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
