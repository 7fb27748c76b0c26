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
      // Runs before anything is installed, as the root's scripts do, and shares their parts.
      files: ['real/**/*.mjs'],
      rules: { '@backstage/no-relative-monorepo-imports': 'off' },
    },
  ],
});
