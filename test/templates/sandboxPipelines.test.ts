import { z } from 'zod';
import { anInput, type TemplateValues } from './anInput';
import { aPlatformInput } from './aPlatformInput';
import {
  sandboxTokens,
  startRunningSandbox,
  type RunningSandbox,
} from './aSandbox';
import { releasedTags, versionFile } from './releasedTags';
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
    title: 'the chatbot in GitLab’s registry, with overlays',
    input: anInput({ name: 'chat', starter: 'chatbot' }),
    images: ['registry.localhost/demo/chat'],
  },
  {
    title: 'a service in Amazon ECR, with a chart and parameters of AWS',
    input: anInput({
      name: 'quotes',
      registry: 'ecr',
      packaging: 'helm',
      secretStore: 'aws-ssm',
      environments: ['staging', 'prod'],
    }),
    images: [`${account}/quotes`],
  },
  {
    title: 'a stack of services with a chart',
    input: anInput({ name: 'lab', starter: 'stack', packaging: 'helm' }),
    images: ['fastapi', 'streamlit', 'mlflow', 'kafka'].map(
      key => `registry.localhost/demo/lab/${key}`,
    ),
  },
  {
    title: 'a stack of services with overlays',
    input: anInput({
      name: 'duo',
      starter: 'stack',
      services: ['fastapi', 'kafka'],
      environments: ['dev', 'prod'],
    }),
    images: ['fastapi', 'kafka'].map(
      key => `registry.localhost/demo/duo/${key}`,
    ),
  },
  {
    title: 'a service on Docker Hub in the platform repository',
    input: anInput({
      name: 'mailer',
      layout: 'platform',
      registry: 'dockerhub',
    }),
    images: ['docker.io/shopteam/mailer'],
  },
];

describe.each(cases)('$title', ({ input, images }) => {
  const inPlatform = input.layout === 'platform';
  const repository = `demo/${inPlatform ? 'platform' : input.name}`;
  const [last, ...earlier] = [...input.environments].reverse();
  let sha: string;

  const pipelines = () =>
    sandbox.world.gitlab.pipelines
      .list(sandbox.world.gitlab.projects.get(repository).id)
      .filter(({ ref, jobs }) => ref === 'main' && jobs.length > 0);
  const finished = () =>
    eventually(() => {
      const found = pipelines().find(pipeline => pipeline.sha === sha);
      return found?.jobs.every(({ status }) =>
        ['success', 'failed', 'manual', 'skipped'].includes(status),
      )
        ? found
        : undefined;
    });
  const released = (environment: string) =>
    releasedTags(input, environment, file =>
      sandbox.world.gitlab.git.readFile(repository, 'main', file),
    );

  beforeAll(async () => {
    const files = await renderTemplate(input);
    sha = inPlatform
      ? await mergeIntoPlatform(files, input.name)
      : await publish(repository, files);
  }, 60_000);

  it('builds its images and releases them, but to production', async () => {
    const pipeline = await finished();
    const troubles = pipeline.jobs.filter(
      ({ status }) => status === 'failed' || status === 'skipped',
    );
    expect(troubles.map(({ name, log }) => `${name}\n${log}`)).toEqual([]);

    const tag = sha.slice(0, 8);
    for (const image of images) {
      expect(sandbox.world.gitlab.images.has(`${image}:${tag}`)).toBe(true);
    }
    for (const environment of earlier) {
      expect(await released(environment)).toEqual(images.map(() => tag));
    }
    expect(await released(last)).toEqual(images.map(() => 'unreleased'));
  }, 30_000);

  it('releases to production when somebody presses the buttons, and starts nothing else', async () => {
    const pipeline = await finished();
    const buttons = pipeline.jobs.filter(
      ({ name, status }) =>
        status === 'manual' && name.includes('release-prod'),
    );
    expect(buttons).toHaveLength(images.length);
    for (const { id } of buttons) {
      await press(repository, id);
    }
    await finished();
    expect(await released(last)).toEqual(images.map(() => sha.slice(0, 8)));
    expect(pipelines()).toHaveLength(1);
  }, 30_000);

  it('changes nothing but the file of the environment', async () => {
    const { git } = sandbox.world.gitlab;
    const commits = await git.log(repository, 'main', { limit: 50 });
    const releases = commits.filter(({ title }) => /^release\(/.test(title));
    expect(releases).toHaveLength(images.length * input.environments.length);
    for (const { sha: release, title } of releases) {
      const environment = input.environments.find(name => title.includes(name));
      const files = await git.diff(repository, undefined, release);
      expect(files.map(({ newPath }) => newPath)).toEqual([
        versionFile(input, environment ?? 'none'),
      ]);
      // comments and order stay: a line goes for each that comes
      const lines = files[0].diff.split('\n');
      const count = (sign: string) =>
        lines.filter(line => line.startsWith(sign)).length;
      expect(count('-')).toBe(count('+'));
    }
  });

  it('restarts an environment by a change of Git', async () => {
    const [environment] = input.environments;
    const pipeline = await finished();
    const button = pipeline.jobs.find(({ name }) =>
      name.endsWith(`restart-${environment}`),
    );
    expect(button?.confirmation).toContain(input.name);
    await press(repository, button?.id ?? 0);
    await finished();
    const file = await sandbox.world.gitlab.git.readFile(
      repository,
      'main',
      versionFile(input, environment),
    );
    expect(file).toMatch(/restarted-?At: "?\d{4}-\d\d-\d\dT/i);
    expect(await released(environment)).toEqual(
      images.map(() => sha.slice(0, 8)),
    );
  }, 30_000);
});

it('leaves an empty parameter for each environment that reads one, and a repository at ECR', () => {
  const { parameters, gitlab } = sandbox.world;
  expect(parameters.get('/shop/quotes/stage/app')).toBe('{}');
  expect(parameters.get('/shop/quotes/prod/app')).toBe('{}');
  expect(gitlab.imageRepositories.has('quotes')).toBe(true);
});

async function publish(
  repository: string,
  files: ReadonlyMap<string, string>,
): Promise<string> {
  const { projects, git } = sandbox.world.gitlab;
  const [namespace, name] = repository.split('/');
  await projects.create({ namespace, path: name });
  const made = await git.commitFiles(repository, 'main', writes(files), {
    message: `feat: create ${name}`,
  });
  return made.sha;
}

/** As the wizard does it: a merge request, and somebody who presses the button. Answers the merge commit. */
async function mergeIntoPlatform(
  files: ReadonlyMap<string, string>,
  name: string,
): Promise<string> {
  const { projects, git } = sandbox.world.gitlab;
  const platform = 'demo/platform';
  await projects.create({ namespace: 'demo', path: 'platform' });
  const existing = await renderTemplate(aPlatformInput(), 'gitops-platform');
  await git.commitFiles(platform, 'main', writes(existing), {
    message: 'feat: the platform',
    notify: false,
  });
  await git.commitFiles(platform, name, writes(files), {
    message: `feat(${name}): create`,
    startFrom: 'main',
  });
  const opened = await fetch(
    `${sandbox.gitlabUrl}/api/v4/projects/${encodeURIComponent(platform)}/merge_requests`,
    {
      method: 'POST',
      headers: {
        'PRIVATE-TOKEN': sandboxTokens.gitlab,
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({
        source_branch: name,
        target_branch: 'main',
        title: `feat(${name}): create`,
      }),
    },
  );
  const { web_url: page } = z
    .object({ web_url: z.string() })
    .parse(await opened.json());
  const merged = await fetch(`${page}/merge`, {
    method: 'POST',
    headers: { Origin: sandbox.gitlabUrl },
    redirect: 'manual',
  });
  expect(merged.status).toBe(303);
  return (await git.commit(platform, 'main')).sha;
}

function writes(files: ReadonlyMap<string, string>) {
  return [...files].map(([file, content]) => ({
    action: 'write' as const,
    path: file,
    content,
  }));
}

async function press(repository: string, job: number): Promise<void> {
  const answer = await fetch(
    `${sandbox.gitlabUrl}/api/v4/projects/${encodeURIComponent(repository)}/jobs/${job}/play`,
    { method: 'POST', headers: { 'PRIVATE-TOKEN': sandboxTokens.gitlab } },
  );
  expect(answer.status).toBe(200);
}

async function eventually<T>(probe: () => T | undefined): Promise<T> {
  const end = Date.now() + 20_000;
  for (;;) {
    const found = probe();
    if (found !== undefined) {
      return found;
    }
    if (Date.now() > end) {
      throw new Error('waited in vain for the pipeline');
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
