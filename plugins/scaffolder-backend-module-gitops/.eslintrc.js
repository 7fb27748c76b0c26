module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  overrides: [
    {
      // A contract suite defines tests in a function that test files call.
      files: ['src/testUtils/**'],
      rules: {
        'jest/expect-expect': 'off',
        'jest/no-disabled-tests': 'off',
        'jest/no-export': 'off',
        'jest/no-standalone-expect': 'off',
        'jest/valid-title': 'off',
      },
    },
  ],
});
