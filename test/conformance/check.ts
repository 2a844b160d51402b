/** MUST: whoever breaks it is wrong. SHOULD: it may be waived, with a reason. */
export type Level = 'MUST' | 'SHOULD';

/** One promise and how it is verified. An id is permanent: it is never given to another promise. */
export interface Check<Subject> {
  readonly id: string;
  readonly level: Level;
  /** The promise, as a sentence. */
  readonly says: string;
  /** Null when the promise holds; else what was expected and what was found. What it throws is found as well. */
  verify(subject: Subject): Finding | null | Promise<Finding | null>;
}

export interface Finding {
  readonly expected: string;
  readonly found: string;
}

/** Null when the check holds; else one line with its id, its level, its promise, what was expected and what was found. */
export async function verdict<Subject>(check: Check<Subject>, subject: Subject): Promise<string | null> {
  const finding = await verified(check, subject);
  if (finding === null) return null;
  return `${check.id} ${check.level}: ${check.says}: expected ${finding.expected}, but found ${finding.found}`;
}

async function verified<Subject>(check: Check<Subject>, subject: Subject): Promise<Finding | null> {
  try {
    return await check.verify(subject);
  } catch (error) {
    return { expected: 'no error', found: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

/** The first finding of many, looked for one after the other. */
export async function firstFinding<Each>(
  all: Iterable<Each>,
  find: (each: Each) => Finding | null | Promise<Finding | null>,
): Promise<Finding | null> {
  for (const each of all) {
    const finding = await find(each);
    if (finding !== null) return finding;
  }
  return null;
}
