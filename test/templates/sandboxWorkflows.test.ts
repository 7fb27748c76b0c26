import { anInput, type TemplateValues } from './anInput';
import {
  sandboxTokens,
  startRunningSandbox,
  type RunningSandbox,
} from './aSandbox';
import { releasedTags } from './releasedTags';
import { renderTemplate } from './renderTemplate';
import { stopScaffolder } from './startScaffolder';

let sandbox: RunningSandbox;

beforeAll(async () => {
  sandbox = await startRunningSandbox();
}, 60_000);
afterAll(async () => {
  await stopScaffolder();
  await sandbox.stop();
});

interface Case {
  readonly title: string;
  readonly input: TemplateValues;
  /** Of all images that are built, without tags. */
  readonly images: readonly string[];
}

const account = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';

const cases: readonly Case[] = [
  {
    title: 'the chatbot on GHCR, with overlays',
    input: anInput({ name: 'chat', starter: 'chatbot', ci: 'github' }),
    images: ['ghcr.io/demo/chat'],
  },
  {
    title: 'a service in Amazon ECR, with a chart and parameters of AWS',
    input: anInput({
      name: 'quotes',
      ci: 'github',
      registry: 'ecr',
      packaging: 'helm',
      secretStore: 'aws-ssm',
      environments: ['staging', 'prod'],
    }),
    images: [`${account}/quotes`],
  },
  {
    title: 'a stack of services with overlays',
    input: anInput({
      name: 'lab',
      starter: 'stack',
      ci: 'github',
      environments: ['dev', 'prod'],
    }),
    images: ['fastapi', 'streamlit', 'mlflow', 'kafka'].map(
      key => `ghcr.io/demo/lab/${key}`,
    ),
  },
  {
    title: 'a service on Docker Hub in the platform repository',
    input: anInput({
      name: 'mailer',
      ci: 'github',
      layout: 'platform',
      registry: 'dockerhub',
    }),
    images: ['docker.io/shopteam/mailer'],
  },
];

describe.each(cases)('$title', ({ input, images }) => {
  const name = input.layout === 'platform' ? 'platform' : input.name;
  const repository = `demo/${name}`;
  let sha: string;

  const api = async (method: string, url: string, body?: unknown) => {
    const response = await fetch(
      `${sandbox.githubUrl}/api/v3/repos/${repository}${url}`,
      {
        method,
        headers: {
          Authorization: `Bearer ${sandboxTokens.github}`,
          'Content-Type': 'application/json',
        },
        body: JSON.stringify(body),
      },
    );
    expect(response.ok).toBe(true);
  };
  const runs = () =>
    sandbox.world.github.runs.list(
      sandbox.world.github.repositories.get(repository).id,
    );
  /** The run of the commit, when nothing of it moves any more. */
  const atRest = () =>
    eventually(() =>
      runs().find(
        run =>
          run.sha === sha &&
          ['waiting', 'completed'].includes(run.status) &&
          run.jobs.every(({ status }) =>
            ['waiting', 'completed', 'pending'].includes(status),
          ),
      ),
    );
  const tags = (environment: string) =>
    releasedTags(input, environment, file =>
      sandbox.world.github.git.readFile(repository, 'main', file),
    );

  beforeAll(async () => {
    const { repositories, git } = sandbox.world.github;
    const files = await renderTemplate(input);
    await repositories.create({ owner: 'demo', name });
    await api('PUT', '/environments/prod', {
      reviewers: [{ type: 'Team', id: 1 }],
    });
    const commit = await git.commitFiles(
      repository,
      'main',
      [...files].map(([file, content]) => ({
        action: 'write' as const,
        path: file,
        content,
      })),
      { message: `feat: create ${name}` },
    );
    sha = commit.sha;
  }, 60_000);

  it('builds its images and releases them, but to production', async () => {
    const run = await atRest();
    expect(run.error).toBeUndefined();
    const troubles = run.jobs.filter(({ conclusion }) =>
      ['failure', 'cancelled', 'skipped'].includes(conclusion ?? ''),
    );
    expect(troubles.map(job => `${job.name}\n${job.log}`)).toEqual([]);
    const tag = sha.slice(0, 8);
    for (const image of images) {
      expect([
        image,
        sandbox.world.gitlab.images.has(`${image}:${tag}`),
      ]).toEqual([image, true]);
    }
    for (const environment of input.environments) {
      expect([environment, await tags(environment)]).toEqual([
        environment,
        images.map(() => (environment === 'prod' ? 'unreleased' : tag)),
      ]);
    }
  }, 30_000);

  it('releases to production when somebody approves, and starts nothing else', async () => {
    const { id } = await atRest();
    const environment = sandbox.world.github.environments.find(
      sandbox.world.github.repositories.get(repository).id,
      'prod',
    );
    await api('POST', `/actions/runs/${id}/pending_deployments`, {
      environment_ids: [environment?.id],
      state: 'approved',
      comment: '',
    });
    await eventually(() =>
      runs().find(run => run.id === id && run.conclusion === 'success'),
    );
    expect(await tags('prod')).toEqual(images.map(() => sha.slice(0, 8)));
    expect(runs()).toHaveLength(1);
  }, 30_000);
});

it('leaves an empty parameter for each environment that reads one, and a repository at ECR', () => {
  const { parameters, gitlab } = sandbox.world;
  expect(parameters.get('/shop/quotes/stage/app')).toBe('{}');
  expect(parameters.get('/shop/quotes/prod/app')).toBe('{}');
  expect(gitlab.imageRepositories.has('quotes')).toBe(true);
});

async function eventually<T>(probe: () => T | undefined): Promise<T> {
  const end = Date.now() + 20_000;
  for (;;) {
    const found = probe();
    if (found !== undefined) {
      return found;
    }
    if (Date.now() > end) {
      throw new Error('waited in vain for the run');
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
