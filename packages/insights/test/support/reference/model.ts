/** A query as the tests build it: it is printed for the package, and evaluated as it stands by the reference. */
export type Model = readonly Step[];

export type Step =
  | { readonly k: 'fields' | 'display'; readonly columns: readonly Column[] }
  | { readonly k: 'filter'; readonly word: string; readonly condition: Expr }
  | {
      readonly k: 'glob';
      readonly from: Expr | undefined;
      readonly pattern: string;
      readonly names: readonly string[];
    }
  | {
      readonly k: 'regex';
      readonly from: Expr | undefined;
      readonly source: string;
      readonly names: readonly string[];
    }
  | { readonly k: 'unnest'; readonly from: Expr; readonly name: string }
  | { readonly k: 'stats'; readonly items: readonly Item[]; readonly keys: readonly Column[] }
  | {
      readonly k: 'sort';
      readonly word: string;
      readonly keys: readonly (readonly [Expr, 'asc' | 'desc' | ''])[];
    }
  | { readonly k: 'limit'; readonly word: 'limit' | 'head' | 'tail'; readonly count: number }
  | { readonly k: 'dedup'; readonly keys: readonly Expr[] };

export type Column = { readonly expr: Expr; readonly alias: string | undefined };
export type Item = { readonly gather: Gather; readonly alias: string | undefined };

/** An aggregate, or what is calculated from two. */
export type Gather =
  | { readonly k: 'aggregate'; readonly fn: string; readonly of: Expr | undefined; readonly percent?: number }
  | { readonly k: 'ratio'; readonly a: Gather; readonly b: Gather };

export type Expr =
  | { readonly k: 'name'; readonly name: string; readonly text: string }
  | { readonly k: 'value'; readonly value: string | number }
  | { readonly k: 'math'; readonly op: '+' | '-' | '*' | '/' | '%'; readonly a: Expr; readonly b: Expr }
  | { readonly k: 'compare'; readonly op: string; readonly a: Expr; readonly b: Expr }
  | { readonly k: 'logic'; readonly op: 'and' | 'or'; readonly a: Expr; readonly b: Expr }
  | { readonly k: 'not'; readonly word: 'not ' | '!'; readonly a: Expr }
  | { readonly k: 'in'; readonly not: boolean; readonly a: Expr; readonly list: readonly (string | number)[] }
  | { readonly k: 'like'; readonly not: boolean; readonly a: Expr; readonly part: string }
  | { readonly k: 'match'; readonly a: Expr; readonly source: string }
  | { readonly k: 'call'; readonly fn: string; readonly args: readonly Expr[] }
  | { readonly k: 'path'; readonly of: Expr; readonly path: readonly string[] }
  | { readonly k: 'bin'; readonly text: string; readonly ms: number };

export function printed(model: Model): string {
  return model.map(step).join(' | ');
}

function step(command: Step): string {
  switch (command.k) {
    case 'fields':
    case 'display':
      return `${command.k} ${command.columns.map(column).join(', ')}`;
    case 'filter':
      return `${command.word} ${print(command.condition)}`;
    case 'glob':
      return `parse ${source(command.from)}${quoted(command.pattern)} as ${command.names.join(', ')}`;
    case 'regex':
      return `parse ${source(command.from)}/${command.source}/`;
    case 'unnest':
      return `unnest ${print(command.from)} into ${command.name}`;
    case 'stats': {
      const items = command.items.map(({ gather, alias }) => `${gathered(gather)}${as(alias)}`).join(', ');
      return `stats ${items}${command.keys.length > 0 ? ` by ${command.keys.map(column).join(', ')}` : ''}`;
    }
    case 'sort':
      return `${command.word} ${command.keys.map(([key, way]) => `${print(key)} ${way}`.trim()).join(', ')}`;
    case 'limit':
      return `${command.word} ${command.count}`;
    case 'dedup':
      return `dedup ${command.keys.map((key) => print(key)).join(', ')}`;
  }
}

export function print(expr: Expr): string {
  switch (expr.k) {
    case 'name':
      return expr.text;
    case 'value':
      return typeof expr.value === 'number' ? String(expr.value) : quoted(expr.value);
    case 'math':
      return `${inside(expr.a, expr)} ${expr.op} ${inside(expr.b, expr, true)}`;
    case 'compare':
    case 'logic':
      return `${inside(expr.a, expr)} ${expr.op} ${inside(expr.b, expr, true)}`;
    case 'not':
      return `${expr.word}(${print(expr.a)})`;
    case 'in': {
      const list = expr.list.map((value) => (typeof value === 'number' ? value : quoted(value)));
      return `${inside(expr.a, expr)} ${expr.not ? 'not ' : ''}in [${list.join(', ')}]`;
    }
    case 'like':
      return `${inside(expr.a, expr)} ${expr.not ? 'not ' : ''}like ${quoted(expr.part)}`;
    case 'match':
      return `${inside(expr.a, expr)} =~ /${expr.source}/`;
    case 'call':
      return `${expr.fn}(${expr.args.map((arg) => print(arg)).join(', ')})`;
    case 'path':
      return `${print(expr.of)}${expr.path.map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`)).join('')}`;
    case 'bin':
      return expr.text;
  }
}

export function gathered(gather: Gather): string {
  if (gather.k === 'ratio') return `${gathered(gather.a)} / ${gathered(gather.b)}`;
  const of = gather.of ? print(gather.of) : '*';
  return `${gather.fn}(${of}${gather.percent === undefined ? '' : `, ${gather.percent}`})`;
}

/** In parentheses where the language would read it otherwise, and nowhere else. */
function inside(inner: Expr, outer: Expr, isRight = false): string {
  const least = strength(outer) + (isRight || strength(outer) === 4 ? 1 : 0);
  return strength(inner) < least ? `(${print(inner)})` : print(inner);
}

function strength(expr: Expr): number {
  switch (expr.k) {
    case 'logic':
      return expr.op === 'or' ? 1 : 2;
    case 'not':
      return expr.word === '!' ? 7 : 3;
    case 'compare':
    case 'in':
    case 'like':
    case 'match':
      return 4;
    case 'math':
      return expr.op === '+' || expr.op === '-' ? 5 : 6;
    default:
      return 8;
  }
}

function column({ expr, alias }: Column): string {
  return `${print(expr)}${as(alias)}`;
}

function as(alias: string | undefined): string {
  return alias === undefined ? '' : ` as ${alias}`;
}

function source(from: Expr | undefined): string {
  return from ? `${print(from)} ` : '';
}

function quoted(text: string): string {
  return text.includes('"') ? `'${text}'` : `"${text}"`;
}
