/** Gives each text an id of letters and digits, no two the same: `/aws/lambda/a-b` is `AwsLambdaAB`. */
export class Ids {
  private readonly taken = new Set<string>();

  of(...parts: readonly string[]): string {
    const id = parts.map(pascal).join('').slice(0, 200);
    for (let number = 1; ; number++) {
      const free = number === 1 ? id : `${id}${number}`;
      if (this.taken.has(free)) continue;
      this.taken.add(free);
      return free;
    }
  }
}

function pascal(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/).filter(Boolean);
  return words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
}
