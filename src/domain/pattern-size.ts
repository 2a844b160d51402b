/**
 * What it takes to compile a pattern, in the engine's instructions, told from its text alone before it is compiled: a pattern
 * of a few characters can stand for very many, as `a{1000}` does. Rather too much than too little.
 */
export function patternSize(pattern: string, ignoreCase: boolean): number {
  const folds = ignoreCase || /\(\?[a-z]*i/.test(pattern);
  const outer: Sequence[] = [];
  let read: Sequence = { size: 0, last: 0 };
  let classes = 0;
  for (const [token] of pattern.matchAll(TOKEN)) {
    const repeated = REPEAT.exec(token);
    if (token.startsWith('(')) {
      outer.push(read);
      read = { size: 0, last: 0 };
    } else if (token === ')') {
      const { size } = read;
      read = add(outer.pop() ?? { size: 0, last: 0 }, size + GROUP);
    } else if (repeated) {
      const times = Math.max(1, ...repeated.slice(1).map(Number).filter(Number.isFinite));
      read = { size: read.size + read.last * (times - 1), last: read.last * times };
    } else {
      if (folds) classes += foldingOf(token);
      read = add(read, token.startsWith('\\Q') ? Math.max(1, token.length - QUOTES) : 1);
    }
  }
  return classes + [...outer, read].reduce((sum, { size }) => sum + size, 0);
}

/** A part of a pattern as far as it is read: its size, and that of what a repetition after it would repeat. */
interface Sequence {
  readonly size: number;
  readonly last: number;
}

function add({ size }: Sequence, more: number): Sequence {
  return { size: size + more, last: more };
}

/** A group is told from what is in it by two instructions. */
const GROUP = 2;
const QUOTES = '\\Q\\E'.length;
const TOKEN =
  /\\Q.*?(?:\\E|$)|\\[pP](?:\{[^}]*\}|.)|\\x\{[^}]*\}|\\.|\[\^?\]?(?:\[:[^\]]*:\]|\\.|[^\]\\])*\]|\((?:\?P?<[^>]*>|\?[^:)]*:)?|\{\d+(?:,\d*)?\}|./gsu;
const REPEAT = /^\{(\d+),?(\d*)\}$/;
/** Ranges of thousands of characters take time to be made alike but for case, however seldom they are repeated. */
function foldingOf(token: string): number {
  if (token.startsWith('[') && token.includes('\\x')) return 500;
  return /\\[pP]|[\u0080-\u{10ffff}]/u.test(token) ? 20 : 0;
}
