import { readSnippets } from './findSnippets';

it('finds marked blocks, in lists too, without their indentation', () => {
  const page = [
    '# Page',
    '```yaml app-config',
    'a: 1',
    '```',
    'Text with ```inline``` code.',
    '- A step:',
    '',
    '  ```ts check',
    '  if (a) {',
    '    b();',
    '  }',
    '  ```',
    '````md',
    '```yaml app-config',
    'not: a block of its own',
    '```',
    '````',
  ].join('\n');
  expect(readSnippets('page.md', page)).toEqual([
    {
      place: 'page.md:2',
      language: 'yaml',
      marks: ['app-config'],
      text: 'a: 1\n',
    },
    {
      place: 'page.md:8',
      language: 'ts',
      marks: ['check'],
      text: 'if (a) {\n  b();\n}\n',
    },
    {
      place: 'page.md:13',
      language: 'md',
      marks: [],
      text: '```yaml app-config\nnot: a block of its own\n```\n',
    },
  ]);
});
