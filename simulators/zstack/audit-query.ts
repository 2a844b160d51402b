import { type AuditType, type Condition, readCondition } from './conditions.ts';
import { apiError, plain } from './fault.ts';
import { wholeNumber } from './numbers.ts';

const DEFAULT_LIMIT = 100;
const LIMIT_MAX = 2_147_483_647;

/** What a call asks for. Times in milliseconds, both ends inclusive. */
export interface AuditQuery {
  readonly startTime: number;
  readonly endTime: number;
  readonly limit: number;
  readonly auditType: AuditType;
  readonly conditions: readonly Condition[];
}

/** Names that the server does not know (`labels` is one) are ignored. */
export function readAuditQuery(query: URLSearchParams): AuditQuery {
  const startTime = number(query, 'startTime', Number.MAX_SAFE_INTEGER) ?? 0;
  const endTime = number(query, 'endTime', Number.MAX_SAFE_INTEGER) ?? Number.MAX_SAFE_INTEGER;
  const limit = number(query, 'limit', LIMIT_MAX) ?? DEFAULT_LIMIT;
  const auditType = readAuditType(scalar(query, 'auditType'));
  if (startTime > endTime) throw apiError('SYS.1007', `startTime[${startTime}] is later than endTime[${endTime}]`);
  return {
    startTime,
    endTime,
    limit,
    auditType,
    conditions: conditionTexts(query).map((text) => readCondition(text, auditType)),
  };
}

function number(query: URLSearchParams, name: string, max: number): number | undefined {
  const text = scalar(query, name);
  if (text === undefined) return undefined;
  const value = wholeNumber(text);
  if (value < 0 || value > max)
    throw apiError('SYS.1007', `field[${name}] of GetAuditData must be in [0, ${max}], but is ${value}`);
  return value;
}

function scalar(query: URLSearchParams, name: string): string | undefined {
  const values = query.getAll(name);
  if (values.length > 1) {
    throw plain(400, `Invalid query parameter[${name}], only one value is allowed but ${values.length} were found`);
  }
  return values[0];
}

function readAuditType(text: string | undefined): AuditType {
  if (text === undefined || text === 'Resource') return 'Resource';
  if (text === 'Login') return 'Login';
  throw apiError('SYS.1007', `field[auditType] must be one of [Login, Resource], but is ${text}`);
}

/** A list is the name repeated, or the name with an index. */
function conditionTexts(query: URLSearchParams): readonly string[] {
  return [...query].filter(([name]) => /^conditions(?:\.\d+)?$/.test(name)).map(([, value]) => value);
}
