import type { ExecutionResult } from 'graphql';
import { breathing } from '../lanes/breath.ts';

/** The longest answer, in characters of its JSON. */
export const MAX_ANSWER_LENGTH = 64 * 1024 * 1024;

/** So many levels of an answer are taken apart: what lies below, such as one event of a page, is printed at once. */
const LEVELS_APART = 5;

/** The data as JSON, printed piece by piece with rests in between; null when it is longer than `most`. */
export async function printedData(data: ExecutionResult['data'], most: number): Promise<string | null> {
  const rest = breathing();
  const printed: string[] = [];
  let length = 0;
  for (const piece of pieces(data, LEVELS_APART)) {
    length += piece.length;
    if (length > most) return null;
    printed.push(piece);
    await rest();
  }
  return printed.join('');
}

function* pieces(value: unknown, levels: number): Generator<string> {
  if (levels === 0 || typeof value !== 'object' || value === null) {
    yield JSON.stringify(value);
    return;
  }
  const isList = Array.isArray(value);
  yield isList ? '[' : '{';
  let comma = '';
  for (const [name, part] of Object.entries(value)) {
    yield isList ? comma : `${comma}${JSON.stringify(name)}:`;
    yield* pieces(part, levels - 1);
    comma = ',';
  }
  yield isList ? ']' : '}';
}
