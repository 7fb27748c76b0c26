import { parse } from 'yaml';
import { anInput } from './anInput';
import { stopScaffolder } from './startScaffolder';
import { aPlatformRepository, type TestRepository } from './tools/aRepository';
import { ciJobs } from './tools/ciJobs';

let repository: TestRepository;

beforeAll(async () => {
  repository = await aPlatformRepository([
    anInput({ layout: 'platform' }),
    anInput({
      layout: 'platform',
      name: 'billing',
      starter: 'chatbot',
      registry: 'ecr',
      secretStore: 'aws-ssm',
    }),
  ]);
}, 60_000);
afterAll(async () => {
  await stopScaffolder();
  await repository.remove();
});

describe('the pipeline of an app in a platform repository', () => {
  it('shares nothing between apps: no global key, name, environment or lock', () => {
    const apps = ['orders-api', 'billing'];
    const keys = [...repository.files]
      .filter(([file]) => /^apps\/[^/]+\/ci\/.*\.yml$/.test(file))
      .map(([file, text]) => ({
        app: file.split('/')[1] ?? '',
        names: Object.keys(parse(text)),
      }));

    expect(keys).not.toEqual([]);
    for (const { app, names } of keys) {
      expect(
        names.filter(name => !name.replace(/^\./, '').startsWith(`${app}:`)),
      ).toEqual([]);
    }
    const places = [...ciJobs(repository.files)].flatMap(
      ([name, { config }]) =>
        typeof config.resource_group === 'string'
          ? [`${name.split(':')[0]} ${config.resource_group.split('/')[0]}`]
          : [],
    );
    expect([...new Set(places)].sort()).toEqual(
      apps.map(app => `${app} ${app}`).sort(),
    );
  });

  it('waits for nothing of another app', () => {
    const waiting = [...ciJobs(repository.files)].flatMap(
      ([name, { config }]) => {
        const [app] = name.split(':');
        // Without "needs" a job waits for all jobs of the stages before.
        const needs = Array.isArray(config.needs) ? config.needs : ['all'];
        return config.script && name.includes(':') && !name.startsWith('.')
          ? needs
              .filter(need => !String(need).startsWith(`${app}:`))
              .map(need => `${name} waits for ${need}`)
          : [];
      },
    );

    expect(waiting).toEqual([]);
  });
});
