import { transformSync } from '@babel/core';
import type { Plugin } from 'vite';

const RECIPE = /\/test\/clients\/recipes\/relay\.ts$/;

/** Puts what the Relay compiler made in place of the `graphql` tags of a recipe, as a build with Relay does. */
export function relayTags(): Plugin {
  return {
    name: 'relay-tags',
    enforce: 'pre',
    transform(code, id) {
      if (!RECIPE.test(id)) return null;
      const made = transformSync(code, {
        filename: id,
        babelrc: false,
        configFile: false,
        parserOpts: { plugins: ['typescript'] },
        plugins: [['relay', { artifactDirectory: 'test/clients/recipes/generated', eagerEsModules: true }]],
      });
      return { code: made?.code ?? code, map: null };
    },
  };
}
