import { plain } from './fault.ts';

const DOUBLE = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?\s*$/;

/** A number in any notation of a Java double, its fraction cut off. Anything else breaks the server: 500. */
export function wholeNumber(text: string): number {
  if (!DOUBLE.test(text)) throw plain(500, `java.lang.NumberFormatException: For input string: "${text}"`);
  return Math.trunc(Number(text.trim().replace(/[fFdD]$/, '')));
}

/** JSON whose numbers are printed as a Java double is: 22.0, 1.512037844556E12. */
export function inENotation(value: unknown): string {
  if (typeof value === 'number') return javaDouble(value);
  if (Array.isArray(value)) return `[${value.map(inENotation).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${inENotation(member)}`).join(',')}}`;
}

function javaDouble(value: number): string {
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-3 && size < 1e7)) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${exponent.replace('+', '')}`;
}
