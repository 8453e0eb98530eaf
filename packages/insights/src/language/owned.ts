/** A part cut out of a text holds on to all of it: what is kept for long gets a copy of its own. */
export function owned(text: string): string {
  return text.length < SHORTEST_CUT ? text : (JSON.parse(JSON.stringify(text)) as string);
}

/** Shorter parts are copied when they are cut. */
const SHORTEST_CUT = 13;
