module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // `itWith` is a test that is skipped where a tool is missing.
    'jest/no-standalone-expect': [
      'error',
      { additionalTestBlockFunctions: ['itWith'] },
    ],
    'jest/expect-expect': [
      'warn',
      { assertFunctionNames: ['expect', 'run', 'runTool'] },
    ],
  },
  overrides: [
    {
      // These start what the root's scripts start, and share their parts.
      files: ['real/**/*.mjs', 'e2e/*.ts'],
      rules: { '@backstage/no-relative-monorepo-imports': 'off' },
    },
  ],
});
