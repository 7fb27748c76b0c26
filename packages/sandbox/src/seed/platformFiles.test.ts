import { parseAllDocuments } from 'yaml';
import { eventually } from '../__testUtils__/eventually';
import { fileWrites } from '../git';
import {
  startGitlab,
  type RunningGitlab,
} from '../gitlab/__testUtils__/startGitlab';
import { renderPath } from '../render';
import { filesInMemory } from '../render/__testUtils__/filesInMemory';
import type { PlatformSite } from './platform/PlatformSite';
import { platformFiles } from './platformFiles';
import { gitlabPlatform } from './stories/platform';

const onGitlab = gitlabPlatform('http://127.0.0.1:7101');
const onGithub: PlatformSite = {
  provider: 'github',
  host: '127.0.0.1:7104',
  url: 'http://127.0.0.1:7104/demo/platform',
  slug: 'demo/platform',
  name: 'platform-github',
  team: 'github-apps',
  app: { name: 'reminder', image: 'ghcr.io/demo/reminder' },
};

describe.each([onGitlab, onGithub])('a platform at $provider', site => {
  const files = platformFiles(site);
  const { name, image } = site.app;

  it('gives Argo CD projects and the ApplicationSet, in its own namespace', async () => {
    const { objects } = await renderPath(filesInMemory(files), 'bootstrap');
    expect(
      objects.map(
        ({ kind, metadata }) =>
          `${kind} ${metadata.namespace}/${metadata.name}`,
      ),
    ).toEqual([
      `AppProject argocd/${site.name}`,
      `AppProject argocd/${site.team}-dev`,
      `AppProject argocd/${site.team}-staging`,
      `AppProject argocd/${site.team}-prod`,
      `ApplicationSet argocd/${site.name}-apps`,
    ]);
  });

  it.each([
    ['dev', 1],
    ['staging', 2],
    ['prod', 3],
  ])('has an app that runs in %s with %i pods', async (environment, count) => {
    const { objects } = await renderPath(
      filesInMemory(files),
      `apps/${name}/k8s/overlays/${environment}`,
    );
    expect(
      objects.every(
        ({ metadata }) => metadata.namespace === `${name}-${environment}`,
      ),
    ).toBe(true);
    const deployment = objects.find(({ kind }) => kind === 'Deployment');
    expect(deployment?.spec).toMatchObject({
      replicas: count,
      selector: { matchLabels: { 'app.kubernetes.io/name': name } },
      template: { spec: { containers: [{ image: `${image}:unreleased` }] } },
    });
  });

  it('describes itself, its app and where others will be', () => {
    const parse = (path: string) =>
      parseAllDocuments(files[path]).map(document => document.toJS());
    expect(parse('catalog-info.yaml')).toMatchObject([
      { kind: 'Component', metadata: { name: site.name } },
      { kind: 'Location', spec: { targets: ['./apps/*/catalog-info.yaml'] } },
    ]);
    expect(parse(`apps/${name}/catalog-info.yaml`)).toMatchObject([
      {
        kind: 'Component',
        metadata: {
          name,
          annotations: {
            'argocd/app-selector': `gitops/component=${name}`,
            [`${site.provider}.com/project-slug`]: site.slug,
          },
        },
      },
    ]);
  });

  it('has only YAML that can be read', () => {
    const broken = Object.entries(files).filter(
      ([path, content]) =>
        /\.ya?ml$/.test(path) &&
        parseAllDocuments(content).some(({ errors }) => errors.length > 0),
    );
    expect(broken).toEqual([]);
  });
});

describe('the pipeline of the seeded app', () => {
  let gitlab: RunningGitlab;

  beforeAll(async () => {
    gitlab = await startGitlab();
  });
  afterAll(() => gitlab.stop());

  it('builds it, releases it, and leaves production to a person', async () => {
    const { git, projects, pipelines, images } = gitlab.world;
    const { slug, app } = gitlabPlatform(gitlab.baseUrl);
    const project = await projects.create({
      namespace: 'demo',
      path: 'platform',
    });
    const write = (files: Readonly<Record<string, string>>, notify: boolean) =>
      git.commitFiles(slug, 'main', fileWrites(files), {
        message: 'feat: something',
        notify,
      });
    await write(platformFiles(gitlabPlatform(gitlab.baseUrl)), false);
    const { shortSha, sha } = await write(
      { [`apps/${app.name}/src/app.py`]: 'new\n' },
      true,
    );
    const job = await eventually(() =>
      pipelines
        .list(project.id)
        .find(pipeline => pipeline.sha === sha)
        ?.jobs.find(
          ({ name, status }) =>
            name === 'notifier:release-prod' && status === 'manual',
        ),
    );
    pipelines.play(project.id, job.id);
    const ref = `${app.image}:${shortSha}`;
    expect(images.has(ref)).toBe(true);
    for (const environment of ['dev', 'staging', 'prod']) {
      await eventually(async () =>
        (
          await git.readFile(
            slug,
            'main',
            `apps/notifier/k8s/overlays/${environment}/kustomization.yaml`,
          )
        ).includes(`newTag: "${shortSha}"`),
      );
    }
  }, 20_000);
});
