/** The characters of a text from `start` up to, not including, `end` give way to `text`. Counted in UTF-16 code units. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with all edits made. Where edits overlap, the first and widest stands for all of them. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  if (edits.length === 0) return text;
  const pieces: string[] = [];
  let done = 0;
  for (const edit of disjoint(edits)) {
    pieces.push(text.slice(done, edit.start), edit.text);
    done = edit.end;
  }
  pieces.push(text.slice(done));
  return pieces.join('');
}

/** In order, each overlapping run as one edit. */
export function disjoint(edits: readonly TextEdit[]): readonly TextEdit[] {
  const apart: TextEdit[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = apart.at(-1);
    if (last === undefined || edit.start >= last.end) apart.push(edit);
    else if (edit.end > last.end) apart[apart.length - 1] = { ...last, end: edit.end };
  }
  return apart;
}
