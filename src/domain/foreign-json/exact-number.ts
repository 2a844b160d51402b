const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const PARTS = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** So many significant digits tell every double from all others. */
const DIGITS_OF_A_DOUBLE = 17;

/**
 * Whether a double says what a JSON number says: printing it, as ECMAScript prints it, gives the same value back. Of a
 * fraction also printing it with as many digits, up to 17, for many programs print doubles so: 0.10000000000000001. True
 * for what is no JSON number.
 */
export function isExact(text: string): boolean {
  const double = Number(text);
  const printed = String(double);
  if (printed === text || !NUMBER.test(text)) return true;
  if (!Number.isFinite(double)) return false;
  const asked = decimalOf(text);
  if (isSame(asked, decimalOf(printed))) return true;
  const { length } = asked.digits;
  return asked.exponent < 0 && length <= DIGITS_OF_A_DOUBLE && isSame(asked, decimalOf(double.toPrecision(length)));
}

/** `digits` × 10^`exponent`, neither end of the digits a zero. */
interface Decimal {
  readonly sign: string;
  readonly digits: string;
  readonly exponent: number;
}

const ZERO: Decimal = { sign: '', digits: '', exponent: 0 };

function decimalOf(text: string): Decimal {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = PARTS.exec(text) ?? [];
  const all = whole + fraction;
  let [first, end] = [0, all.length];
  while (all[first] === '0') first += 1;
  if (first === end) return ZERO;
  while (all[end - 1] === '0') end -= 1;
  return { sign, digits: all.slice(first, end), exponent: Number(exponent) - fraction.length + all.length - end };
}

function isSame(a: Decimal, b: Decimal): boolean {
  return a.sign === b.sign && a.digits === b.digits && a.exponent === b.exponent;
}
