/** Values that break careless clients: none may change on its way through. */
export const ODD_TEXTS: readonly string[] = [
  '',
  'оператор смены',
  '監査-7',
  'مدقق',
  '👩‍🚒 on call',
  'cafe\u0301',
  `o'clock`,
  'say "hello"',
  'back\\slash\\',
  '100%',
  'under_score',
  'star*and?mark',
  '$5.00 [a-z]+ (x|y)',
  'line one\nline two\ttabbed',
  '{{7*7}}',
  '<b>bold</b>',
  'null',
  ' spaces around ',
];

export const LONG_TEXT = 'a very long line, '.repeat(500);
