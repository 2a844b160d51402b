/** Makes texts until one is not among those taken, and takes it. */
export function unlike(taken: Set<string>, make: () => string): string {
  let text = make();
  while (taken.has(text)) text = make();
  taken.add(text);
  return text;
}
