/** What can stand in a statement as a parameter; a list is an array. */
export type SqlValue = string | number | boolean | null | readonly string[] | readonly number[];

/** SQL with values in it, which travel beside its text. The text is always one of ours. */
export class Sql {
  readonly strings: readonly string[];
  readonly values: readonly SqlValue[];

  constructor(strings: readonly string[], values: readonly SqlValue[]) {
    this.strings = strings;
    this.values = values;
  }

  /** As PostgreSQL takes it: `$1` for the first value. */
  get text(): string {
    return this.strings.reduce((text, part, index) => `${text}$${index}${part}`);
  }
}

/** A statement, or a part of one: what is SQL itself becomes part of it, all else a parameter. */
export function sql(strings: readonly string[], ...parts: readonly (Sql | SqlValue)[]): Sql {
  const texts = [strings[0] ?? ''];
  const values: SqlValue[] = [];
  const goOn = (text: string) => texts.push(`${texts.pop() ?? ''}${text}`);
  for (const [index, part] of parts.entries()) {
    if (part instanceof Sql) {
      goOn(part.strings[0] ?? '');
      texts.push(...part.strings.slice(1));
      values.push(...part.values);
      goOn(strings[index + 1] ?? '');
    } else {
      values.push(part);
      texts.push(strings[index + 1] ?? '');
    }
  }
  return new Sql(texts, values);
}

/** A text that is SQL as it stands: never one that somebody gave. */
export function raw(text: string): Sql {
  return new Sql([text], []);
}

export function join(parts: readonly Sql[] | readonly SqlValue[], between = ', '): Sql {
  const ends = parts.length === 0 ? [''] : ['', ...parts.slice(1).map(() => between), ''];
  return sql(ends, ...parts);
}
