/** The environment, as `process.env` has it. */
export type Environment = Readonly<Record<string, string | undefined>>;

const REFERENCE = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;
const MARK = /\uE000(\d+)\uE001/g;

/** A text with its `${NAME}`s out of the way of YAML, which takes braces for its own. */
export interface Masked {
  readonly text: string;
  /** A string of the parsed file with its values in place; a problem where a variable is missing. */
  readonly fill: (value: string) => { readonly value: string; readonly missing: readonly string[] };
}

/** `${NAME}` is the variable, `${NAME:-default}` the default where it is unset or empty. What a value holds is never read as YAML. */
export function maskReferences(source: string, environment: Environment): Masked {
  const references: { readonly name: string; readonly fallback: string | undefined }[] = [];
  const text = source.replaceAll(REFERENCE, (_whole, name: string, fallback: string | undefined) => {
    references.push({ name, fallback });
    return `\uE000${references.length - 1}\uE001`;
  });
  const lookUp = (index: string): string | undefined => {
    const { name = '', fallback } = references[Number(index)] ?? {};
    const value = environment[name];
    return fallback === undefined ? value : value || fallback;
  };
  return {
    text,
    fill: (value) => ({
      value: value.replaceAll(MARK, (_mark, index: string) => lookUp(index) ?? ''),
      missing: [...value.matchAll(MARK)]
        .filter(([, index = '']) => lookUp(index) === undefined)
        .map(([, index = '']) => references[Number(index)]?.name ?? ''),
    }),
  };
}
