import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findSnippets, repositoryRoot, type Snippet } from './findSnippets';

// Inside the repository, where its packages are found; ignored by Git.
const workFolder = path.join(repositoryRoot, '.slipway/docs-snippets');

/** Problems by the place of the snippet that has them. What is wrong in a package itself is found elsewhere. */
function checkTypes(
  snippets: readonly Snippet[],
): ReadonlyMap<string, readonly string[]> {
  rmSync(workFolder, { recursive: true, force: true });
  mkdirSync(workFolder, { recursive: true });
  for (const [index, snippet] of snippets.entries()) {
    writeFileSync(
      path.join(workFolder, `${index}.${snippet.language}`),
      // A file without import or export would share its names with the others.
      `${snippet.text}\nexport {};\n`,
    );
  }
  writeFileSync(
    path.join(workFolder, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../tsconfig.json',
      include: ['*.ts', '*.tsx'],
      exclude: [],
      compilerOptions: { rootDir: '../..' },
    }),
  );
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [
      path.join(repositoryRoot, 'node_modules/tsgo/bin/tsc'),
      ...['--project', workFolder, '--noEmit', '--pretty', 'false'],
    ],
    { cwd: workFolder, encoding: 'utf8' },
  );
  const problems = new Map<string, string[]>();
  for (const line of stdout.split('\n')) {
    const [, index, text] =
      /^(?:\.slipway\/docs-snippets\/)?(\d+)\.tsx?(.*)$/.exec(line) ?? [];
    if (index) {
      const { place } = snippets[Number(index)];
      problems.set(place, [...(problems.get(place) ?? []), text]);
    }
  }
  if (status !== 0 && !/error TS\d+/.test(stdout)) {
    throw new Error(`The compiler did not run: ${stdout}${stderr}`);
  }
  return problems;
}

describe('TypeScript in the documentation', () => {
  const snippets = findSnippets('check');
  const broken: Snippet = {
    place: 'broken',
    language: 'ts',
    marks: ['check'],
    text: "import { noSuchThing } from '@slipway/plugin-gitops-common';\nexport default noSuchThing;\n",
  };
  let problems: ReadonlyMap<string, readonly string[]>;
  beforeAll(() => {
    problems = checkTypes([...snippets, broken]);
  }, 120_000);

  it.each(snippets)('fits the packages: $place', ({ place }) => {
    expect(problems.get(place) ?? []).toEqual([]);
  });

  it('would be refused when it does not', () => {
    expect(problems.get('broken')?.join()).toContain('noSuchThing');
  });
});
