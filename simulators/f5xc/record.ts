/** One line of the log with what the index keeps beside it. */
export interface F5xcRecord {
  /** The index's own id of the line: a signed 64-bit number as text. */
  readonly docId: string;
  /** The whole millisecond that the index sorts and filters by. */
  readonly at: number;
  /** A JSON document as text; in rare cases a text that is none. */
  readonly line: string;
}

/** A line to be indexed; what is left out is made: the time from the line itself, the id by chance. */
export type F5xcRow = Pick<F5xcRecord, 'line'> & Partial<F5xcRecord>;

/** The time inside a line: `time` or `@timestamp`, as RFC 3339 or in epoch milliseconds, cut to the millisecond. */
export function timeOf(line: string): number {
  const document = parsed(line);
  const told = document.time ?? document['@timestamp'];
  const at = typeof told === 'number' ? Math.floor(told) : Date.parse(String(told));
  if (Number.isNaN(at)) throw new Error(`a line needs a readable time of its own or \`at\` beside it: ${line}`);
  return at;
}

/** The members of a line; none if it is no JSON object. */
export function parsed(line: string): Readonly<Record<string, unknown>> {
  try {
    const document: unknown = JSON.parse(line);
    return typeof document === 'object' && document !== null ? (document as Record<string, unknown>) : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
