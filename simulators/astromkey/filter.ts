import { badParameter } from './fault.ts';
import type { AstromkeyRecord } from './record.ts';

export type EntryTest = (entry: AstromkeyRecord) => boolean;
type Criterion = (entry: AstromkeyRecord, value: string) => boolean;

const CRITERIA: Readonly<Record<string, Criterion>> = {
  user: (entry, value) => entry.user === value,
  eventType: (entry, value) => entry.eventType === value,
  category: (entry, value) => entry.category === value,
  entityId: (entry, value) => entry.entityId?.includes(value) ?? false,
};

const NAME = /\s*([A-Za-z][\w.]*)\s*\(/y;
const VALUE = /\s*(?:"((?:[^"~]|~["~])*)"|([^\s"~(),][^"~(),]*))\s*([,)])/y;
const NEXT = /\s*(,|$)/y;

/** `eventType("CREATE","UPDATE"),category("CONFIG")`: one of the values inside a criterion, and all criteria. */
export function readFilter(text: string): EntryTest {
  const tests: EntryTest[] = [];
  let at = 0;
  const read = (form: RegExp, expected: string) => {
    form.lastIndex = at;
    const found = form.exec(text);
    if (!found) throw badParameter('filter', `Expected ${expected} at position ${at} of ${text}`);
    at = form.lastIndex;
    return found;
  };
  for (let more = text.trim() !== ''; more; ) {
    const [, name = ''] = read(NAME, 'a criterion such as user("value")');
    const values: string[] = [];
    for (let inside = true; inside; ) {
      const [, quoted, plain = '', end] = read(VALUE, 'a value in quotes, with ~ before ~ and "');
      values.push(quoted === undefined ? plain.trim() : quoted.replace(/~(["~])/g, '$1'));
      inside = end === ',';
    }
    tests.push(criterionTest(name, values));
    more = read(NEXT, 'a comma or the end')[1] === ',';
  }
  return (entry) => tests.every((test) => test(entry));
}

function criterionTest(name: string, values: readonly string[]): EntryTest {
  const criterion = Object.hasOwn(CRITERIA, name) ? CRITERIA[name] : undefined;
  if (!criterion)
    throw badParameter('filter', `Unknown criterion ${name}, expected one of ${Object.keys(CRITERIA).join(', ')}`);
  return (entry) => values.some((value) => criterion(entry, value));
}
