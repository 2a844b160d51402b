import { type JsonNode, outlineJson } from './json-outline.ts';
import { jsonSecretEdits } from './json-secret-edits.ts';
import { decodeJsonString, type JsonString } from './json-string.ts';
import { jsonValueEnd } from './json-value-end.ts';
import { secretMembers, secretOfPair } from './secret-members.ts';
import type { SecretNames } from './secret-names.ts';
import type { TextEdit } from './text-edit.ts';

/** The edits that take the secrets out of the JSON from where it began up to `end`; `sound` as in `JsonOutline`. */
export interface JsonEdits {
  readonly end: number;
  readonly sound: boolean;
  readonly edits: readonly TextEdit[];
}

/**
 * Looks for secrets in the JSON object or array that opens at `start` of a text, which may be cut off anywhere: by the names
 * of members, by the names beside them, and in what strings hold, of which `within` gives the edits.
 */
export function jsonEdits(
  text: string,
  start: number,
  names: SecretNames,
  within: (held: string) => readonly TextEdit[],
): JsonEdits {
  const { root, end, sound } = outlineJson(text, start);
  const edits: TextEdit[] = [];
  const todo: { node: JsonNode; inArray: boolean }[] = [{ node: root, inArray: false }];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const { node, inArray } = next;
    const lookInto = (string: JsonString): string => {
      const held = decodeJsonString(text, string);
      for (const edit of within(held.text)) edits.push(held.outward(edit));
      return held.text;
    };
    if (node.kind === 'string') lookInto(asString(node));
    const members = node.items.map(({ name }) => (name === null ? '' : lookInto(name)));
    const secretOf =
      node.kind === 'object' ? secretsOfObject(text, node, members, names) : secretsOfArray(text, node, names, inArray);
    node.items.forEach(({ value }, index) => {
      const secret = secretOf(index);
      if (secret === null) todo.push({ node: value, inArray: node.kind === 'array' });
      else
        edits.push(
          ...jsonSecretEdits(text, secret, value.start, value.finished ? value.end : jsonValueEnd(text, value.start)),
        );
    });
  }
  return { end, sound, edits };
}

type SecretOf = (index: number) => string | null;

function secretsOfObject(text: string, { items }: JsonNode, members: readonly string[], names: SecretNames): SecretOf {
  const secretOf = secretMembers(
    names,
    items.map(({ value }, index) => ({ name: members[index] ?? '', text: () => textOf(text, value) })),
  );
  return (index) => secretOf(members[index] ?? '');
}

function secretsOfArray(text: string, { items }: JsonNode, names: SecretNames, inArray: boolean): SecretOf {
  const [first] = items;
  const secret = inArray && first ? secretOfPair(names, textOf(text, first.value), items.length) : null;
  return (index) => (index === 1 ? secret : null);
}

function textOf(text: string, node: JsonNode): string | null {
  return node.kind === 'string' ? decodeJsonString(text, asString(node)).text : null;
}

function asString({ start, end, finished }: JsonNode): JsonString {
  return { start, end, cut: !finished };
}
