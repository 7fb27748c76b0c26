import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { aPlatformInput } from '../templates/aPlatformInput';
import { inputOf } from '../templates/matrix/aCombination';
import { seeds, type Choice } from '../templates/matrix/choices';
import { renderTemplate } from '../templates/renderTemplate';
import { aSealingKeyPair } from '../templates/sealedFor';
import { stopScaffolder } from '../templates/startScaffolder';

const page = path.resolve(__dirname, '../../docs/golden-path.md');

afterAll(stopScaffolder);

/** Rows of the tables below each heading: what is asked for, and the places named for it. */
async function readTables() {
  const [, ...sections] = (await readFile(page, 'utf8')).split(/^## /m);
  return sections.map(section => ({
    title: section.slice(0, section.indexOf('\n')),
    rows: section
      .split('\n')
      .filter(line => line.startsWith('| '))
      .map(line => line.split('|').map(cell => cell.trim()))
      .filter(([, asked]) => asked !== 'Asked for')
      .map(([, asked = '', where = '', difference = '']) => ({
        asked,
        difference,
        places: where
          .split(';')
          .map(place =>
            [...place.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code),
          )
          .filter(codes => codes.length > 0),
      })),
  }));
}

/** What the wizard makes of a choice; with the platform repository around it, when it is proposed to one. */
async function repositoryOf(choice: Choice) {
  const { publicKey } = await aSealingKeyPair();
  const own = await renderTemplate(await inputOf(choice, publicKey));
  return choice.layout === 'platform'
    ? new Map([
        ...(await renderTemplate(
          aPlatformInput({ ci: choice.ci }),
          'gitops-platform',
        )),
        ...own,
      ])
    : own;
}

const pattern = (glob: string) =>
  new RegExp(
    `^${glob.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')}$`,
  );

describe('docs/golden-path.md', () => {
  it.each(
    Object.values(seeds).map((choice, index) => [index, choice] as const),
  )('finds everything that document %i asks for', async (index, choice) => {
    const files = await repositoryOf(choice);
    const table = (await readTables())[index];

    const missing = table?.rows.flatMap(({ places, asked }) =>
      places.flatMap(([file = '', ...words]) => {
        const texts = [...files].flatMap(([name, text]) =>
          pattern(file).test(name) ? [text] : [],
        );
        const absent = words.filter(
          word => !texts.some(text => text.includes(word)),
        );
        return texts.length === 0
          ? [`${asked}: no ${file}`]
          : absent.map(word => `${asked}: no ${word} in ${file}`);
      }),
    );

    expect(missing).toEqual([]);
    expect(table?.rows.length).toBeGreaterThan(15);
  });

  it('gives a reason for everything that is nowhere', async () => {
    const silent = (await readTables()).flatMap(({ rows }) =>
      rows
        .filter(({ places, difference }) => places.length === 0 && !difference)
        .map(({ asked }) => asked),
    );

    expect(silent).toEqual([]);
  });
});
