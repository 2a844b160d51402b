const SCIENTIFIC = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/;

/** A finite number as PostgreSQL's `numeric` prints it: the digits of ECMAScript, never with an exponent. */
export function plainNumber(value: number): string {
  const text = String(value);
  const found = SCIENTIFIC.exec(text);
  if (!found) return text;
  const [, sign = '', first = '', fraction = '', exponent = ''] = found;
  const [digits, point] = [first + fraction, 1 + Number(exponent)];
  return sign + (point <= 0 ? `0.${'0'.repeat(-point)}${digits}` : digits.padEnd(point, '0'));
}
