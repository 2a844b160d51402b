import { parseBlock } from '../../../src/domain/address.ts';
import type { AuditEvent } from '../../../src/domain/event.ts';
import { FIELDS, type Field } from '../../../src/domain/fields.ts';
import { type Is, is, type Test, type TestOp } from '../../../src/domain/filter.ts';
import { fromMillis, plus } from '../../../src/domain/instant.ts';
import type { Json } from '../../../src/domain/json.ts';
import { streamsOf } from './connect-to.ts';
import type { SourceSubject } from './source-subject.ts';

/** Texts that mean something in other notations: quotes, lists, patterns, queries. */
export const HOSTILE_TEXTS: readonly string[] = [
  ...['"', "'", '\\', '`', 'a"b', "x' OR '1'='1", 'a,b)', '(', '{}', '=~', '&x=1', '%', '_', '*', '.*', '^$', '#', '?'],
  ...[
    '+',
    ' ',
    'a b',
    '\n',
    '\t',
    '~',
    '~"',
    '|',
    '[a]',
    '/',
    '日本',
    '🙂',
    'é',
    'null',
    '-1',
    '../..',
    '%22',
    '$where',
  ],
];

const SAMPLES_EACH = 3;

/** Every declared test of every declared field, over values that the vendor holds and over hostile ones. */
export function declaredLeaves(subject: SourceSubject, values: (field: Field) => readonly Json[]): readonly Is[] {
  const declared = streamsOf(subject).flatMap(({ capabilities }) =>
    Object.entries(capabilities.filters).flatMap(([field, ops]) => Object.keys(ops).map((op) => `${field} ${op}`)),
  );
  return [...new Set(declared)].flatMap((said) => {
    const [field, op] = said.split(' ') as [Field, TestOp];
    return testsOf(op, values(field)).map((test) => is(field, test));
  });
}

export function heldValues(events: readonly AuditEvent[], field: Field): readonly Json[] {
  const values = [...new Set(events.flatMap((event) => FIELDS[field].read(event)))];
  const step = Math.max(1, Math.floor(values.length / SAMPLES_EACH));
  return values.filter((_, index) => index % step === 0).slice(0, SAMPLES_EACH);
}

/** What can be asked with these values in one way. */
export function testsOf(op: TestOp, values: readonly Json[]): readonly Test[] {
  const texts = values.filter((value) => typeof value === 'string');
  const numbers = values.filter((value) => typeof value === 'number');
  switch (op) {
    case 'eq':
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return texts.map((value) => ({ op, value, ignoreCase: false }));
    case 'in':
      return [...texts.map((value) => [value]), texts.slice(0, 2)].map((list) => ({
        op,
        values: list,
        ignoreCase: false,
      }));
    case 'matches':
      return texts.map((value) => ({
        op,
        pattern: `^${value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`,
        ignoreCase: false,
      }));
    case 'under':
      return texts.flatMap((value) => [value, value.split('.')[0] ?? '']).map((value) => ({ op, values: [value] }));
    case 'inBlock':
      return texts.filter((value) => parseBlock(value) !== null).map((value) => ({ op, blocks: [value] }));
    case 'exists':
      return [{ op }];
    case 'range':
      return numbers.flatMap((value) => [
        { op, min: value, max: null },
        { op, min: null, max: value },
      ]);
    case 'during':
      return numbers.map((value) => ({
        op,
        from: fromMillis(value / 1_000),
        until: plus(fromMillis(value / 1_000), 1),
      }));
    case 'pointerExists':
      return texts.map((value) => ({ op, pointer: `/${value.replaceAll('~', '~0').replaceAll('/', '~1')}` }));
    case 'pointerEquals':
      return values.map((value) => ({ op, pointer: '', value }));
    case 'pointerContains':
      return texts.map((value) => ({ op, pointer: '', value }));
    case 'words':
      return texts.map((value) => ({ op, words: [value] }));
  }
}
