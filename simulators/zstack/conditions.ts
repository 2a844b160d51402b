import { RE2JS } from 're2js';
import { apiError, plain } from './fault.ts';
import type { ZstackRecord } from './record.ts';
import type { ZstackSwitches } from './switches.ts';

export type AuditType = 'Login' | 'Resource';
export type Test = (record: ZstackRecord) => boolean;
type Operator = '=' | '!=' | '=~' | '!~';
type Label = keyof ZstackRecord;

const LABELS: Readonly<Record<AuditType, readonly Label[]>> = {
  Resource: ['resourceUuid', 'operatorAccountUuid', 'error', 'resourceType', 'apiName', 'requestUuid'],
  Login: ['operatorAccountUuid', 'apiName', 'clientIp', 'clientBrowser', 'error'],
};
const FORM = /^([^=!~]+)(=~|!~|!=|=)(.*)$/s;

export interface Condition {
  readonly label: Label;
  readonly operator: Operator;
  readonly value: string;
}

/** `key`, operator, `value`, nothing between them. The value goes into the store's own query as it is. */
export function readCondition(text: string, type: AuditType): Condition {
  const [, key = '', operator = '', value = ''] = FORM.exec(text) ?? [];
  if (operator === '')
    throw apiError(
      'SYS.1007',
      `invalid condition[${text}], it must be a key, an operator of =, !=, =~, !~ and a value`,
    );
  const label = LABELS[type].find((known) => known === key);
  if (label === undefined) {
    throw apiError(
      'SYS.1007',
      `invalid label[${key}] in condition[${text}], valid labels are [${LABELS[type].join(', ')}]`,
    );
  }
  if (/['"`\\]/.test(value)) throw plain(500, `could not execute query: syntax error near '${value}'`);
  return { label, operator: operator as Operator, value };
}

/** What a condition means in each store. A value that is absent is NULL to MySQL, an empty text to InfluxDB. */
export function testOf({ label, operator, value }: Condition, store: ZstackSwitches['store']): Test {
  const has = comparison(operator, value, store);
  const wanted = operator === '=' || operator === '=~';
  return (record) => {
    const held = record[label];
    if (held === undefined && store === 'mysql') return false;
    return has(String(held ?? '')) === wanted;
  };
}

function comparison(operator: Operator, value: string, store: ZstackSwitches['store']): (held: string) => boolean {
  if (operator === '=' || operator === '!=') return (held) => held === value;
  if (store === 'influx') {
    const pattern = compile(value);
    return (held) => pattern.matcher(held).find();
  }
  const patterns = likesOf(value).map((like) => compile(likePattern(like), RE2JS.CASE_INSENSITIVE | RE2JS.DOTALL));
  return (held) => patterns.some((pattern) => pattern.matcher(held).matches());
}

/** A bar makes alternatives, but the % stand only at the outer ends: `a|b` is LIKE '%a' OR LIKE 'b%'. */
function likesOf(value: string): readonly string[] {
  return `%${value}%`.split('|');
}

function likePattern(like: string): string {
  return Array.from(like, (sign) => (sign === '%' ? '.*' : sign === '_' ? '.' : RE2JS.quote(sign))).join('');
}

function compile(pattern: string, flags = 0): RE2JS {
  try {
    return RE2JS.compile(pattern, flags);
  } catch (error) {
    throw plain(500, `error parsing query: ${error instanceof Error ? error.message : String(error)}`);
  }
}
