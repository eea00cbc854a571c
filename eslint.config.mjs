/** Lint rules; the reasons stand beside those that are not everybody's. */

import vueI18n from '@intlify/eslint-plugin-vue-i18n'
import vue from 'eslint-plugin-vue'
import vueA11y from 'eslint-plugin-vuejs-accessibility'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

const MATH_RANDOM = {
  object: 'Math',
  property: 'random',
  message: 'Take randomness from the Random port (crypto.randomBytes); this one can be predicted.'
}

const SAFE_PARSE = {
  property: 'safeParse',
  message: 'It can throw: checkShape (app/check-shape.ts) does not.'
}

export default defineConfig(
  { ignores: ['node_modules/', 'out/', 'dist/', 'test-results/', 'coverage/'] },
  ...tseslint.configs.strict,
  ...tseslint.configs.stylistic,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // An import of types alone must vanish: `import { type X }` would still load the module, schemas and all.
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // `void promise` says that nobody waits, which is worth saying.
      'no-void': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-properties': ['error', MATH_RANDOM, SAFE_PARSE],
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'No enums: a union of strings (CONTRIBUTING.md).' },
        {
          selector: 'ClassDeclaration:not([superClass.name=/Error$/])',
          message: 'No classes but errors (CONTRIBUTING.md).'
        },
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only (CONTRIBUTING.md).' }
      ]
    }
  },
  {
    // Types are needed to see a promise nobody waits for: a lost write would look like success.
    files: ['{crypto,app,adapters,main,services,cli}/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error'
    }
  },
  {
    files: ['renderer/**/*.vue', 'renderer/**/*.ts'],
    extends: [
      ...vue.configs['flat/recommended'],
      ...vueA11y.configs['flat/recommended'],
      ...vueI18n.configs.recommended
    ],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    settings: {
      'vue-i18n': { localeDir: './renderer/locales/*.json', messageSyntaxVersion: '^11.0.0' }
    },
    rules: {
      '@intlify/vue-i18n/no-raw-text': ['error', { ignorePattern: '^[\\s\\d\\p{P}\\p{S}]*$' }],
      '@intlify/vue-i18n/no-missing-keys': 'error',
      '@intlify/vue-i18n/no-v-html': 'error',
      // The Content Security Policy drops style attributes, in silence.
      'vue/no-static-inline-styles': ['error', { allowBinding: true }],
      'vue/no-v-html': 'error',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/multi-word-component-names': 'error',
      'vue/max-lines-per-block': ['error', { script: 200, template: 200, skipBlankLines: true }],
      // Both ways of labelling a control are right; the plugin would demand both at once.
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
      // A drop target and a chart under the pointer have no role; that all can be done by keyboard is tested.
      'vuejs-accessibility/no-static-element-interactions': 'off',
      // A prop that may be left out is undefined then, and its type says so.
      'vue/require-default-prop': 'off',
      // Prettier decides about white space.
      'vue/html-indent': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off'
    }
  },
  {
    files: [
      'cli/**',
      'services/**',
      'scripts/**',
      'tests/bench/**',
      'tests/e2e/support/**',
      'main/preload/**',
      'renderer/**'
    ],
    rules: { 'no-console': 'off' }
  },
  {
    // Tools and Vue demand default exports here.
    files: ['*.config.{ts,mjs}', 'scripts/**/*.mjs', '**/*.vue', '**/*.d.ts', 'tests/e2e/support/start-everything.ts'],
    rules: { 'no-restricted-syntax': 'off' }
  },
  {
    // What a window has can only be added to by merging interfaces.
    files: ['renderer/main.ts'],
    rules: { '@typescript-eslint/consistent-type-definitions': 'off' }
  },
  {
    files: ['tests/**'],
    rules: {
      // A test says what must be there; a missing value fails it all the same.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // What a test hands to a schema is its own.
      'no-restricted-properties': ['error', MATH_RANDOM]
    }
  }
)
